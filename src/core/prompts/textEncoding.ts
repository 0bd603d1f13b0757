/**
 * How the bytes of a prompt file become text. `windows1252` also stands for Latin-1; the UTF-16 forms carry a byte order mark
 * unless their name says otherwise.
 */
export type TextEncoding = 'utf8' | 'utf8bom' | 'utf16le' | 'utf16be' | 'utf16leNoBom' | 'utf16beNoBom' | 'windows1252';

/** Text without byte order mark, or why the bytes are no text: `binary` content, or an encoding that is broken (`undecodable`). */
type DecodeResult =
  | { readonly ok: true; readonly text: string; readonly encoding: TextEncoding }
  | { readonly ok: false; readonly reason: 'binary' | 'undecodable' };

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const UTF16LE = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });
const UTF16BE = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

/** What windows-1252 has at 0x80 to 0x9F; the five bytes it leaves open stand for the control characters of the same number. */
const WINDOWS_1252_HIGH =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

/** Bytes looked at to tell UTF-16 without a byte order mark from binary content. */
const SAMPLE_BYTES = 2048;

/**
 * Tells the encoding from the bytes and decodes them. `encode` of the result gives exactly the same bytes again; where that
 * cannot be promised, the result is not `ok`. Never throws.
 */
export function decode(bytes: Uint8Array): DecodeResult {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes.subarray(2), 'utf16le');
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes.subarray(2), 'utf16be');
  if (bytes.includes(0)) return decodeWithNul(bytes);
  try {
    const text = UTF8.decode(bytes);
    if (first === 0xef && second === 0xbb && third === 0xbf) return { ok: true, text: text.slice(1), encoding: 'utf8bom' };
    return { ok: true, text, encoding: 'utf8' };
  } catch {
    return decodeWindows1252(bytes);
  }
}

/** The bytes of `text`, or `undefined` when the encoding lacks a character of it; then only another encoding can hold the text. */
export function encode(text: string, encoding: TextEncoding): Uint8Array | undefined {
  if (encoding === 'windows1252') return encodeWindows1252(text);
  if (!text.isWellFormed()) return undefined;
  switch (encoding) {
    case 'utf8':
      return ENCODER.encode(text);
    case 'utf8bom':
      return ENCODER.encode(`\uFEFF${text}`);
    case 'utf16le':
      return encodeUtf16(`\uFEFF${text}`, true);
    case 'utf16be':
      return encodeUtf16(`\uFEFF${text}`, false);
    case 'utf16leNoBom':
      return encodeUtf16(text, true);
    case 'utf16beNoBom':
      return encodeUtf16(text, false);
  }
}

function decodeUtf16(bytes: Uint8Array, encoding: TextEncoding): DecodeResult {
  try {
    const text = (encoding.startsWith('utf16le') ? UTF16LE : UTF16BE).decode(bytes);
    return text.includes('\0') ? { ok: false, reason: 'binary' } : { ok: true, text, encoding };
  } catch {
    return { ok: false, reason: 'undecodable' };
  }
}

/** Text in UTF-16 that is mostly ASCII has a zero in every other byte, always on the same side. */
function decodeWithNul(bytes: Uint8Array): DecodeResult {
  const length = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) evenZeros++;
    if (bytes[i + 1] === 0) oddZeros++;
  }
  const most = length / 4;
  if (bytes.length % 2 === 0 && length > 0) {
    if (evenZeros === 0 && oddZeros >= most) return binaryUnlessText(decodeUtf16(bytes, 'utf16leNoBom'));
    if (oddZeros === 0 && evenZeros >= most) return binaryUnlessText(decodeUtf16(bytes, 'utf16beNoBom'));
  }
  return { ok: false, reason: 'binary' };
}

function binaryUnlessText(result: DecodeResult): DecodeResult {
  return result.ok ? result : { ok: false, reason: 'binary' };
}

function decodeWindows1252(bytes: Uint8Array): DecodeResult {
  let text = '';
  const units = new Uint16Array(Math.min(bytes.length, 8192));
  for (let start = 0; start < bytes.length; start += units.length) {
    const chunk = bytes.subarray(start, start + units.length);
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (isBinaryControl(byte)) return { ok: false, reason: 'binary' };
      units[i] = byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252_HIGH.charCodeAt(byte - 0x80) : byte;
    }
    text += String.fromCharCode(...units.subarray(0, chunk.length));
  }
  return { ok: true, text, encoding: 'windows1252' };
}

/** Control characters that are in no text: all but backspace, tab, line ends, form feed, end of file (Ctrl+Z) and escape. */
function isBinaryControl(byte: number): boolean {
  return byte < 0x20 && (byte < 0x08 || (byte > 0x0d && byte !== 0x1a && byte !== 0x1b));
}

function encodeWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const high = unit < 0x80 || (unit >= 0xa0 && unit <= 0xff) ? -1 : WINDOWS_1252_HIGH.indexOf(text.charAt(i));
    if (high === -1 && (unit > 0xff || (unit >= 0x80 && unit < 0xa0))) return undefined;
    bytes[i] = high === -1 ? unit : 0x80 + high;
  }
  return bytes;
}

function encodeUtf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}
