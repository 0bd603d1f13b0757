import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, type TextEncoding } from './textEncoding';

const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('decode', () => {
  it.each<[string, Uint8Array, string, TextEncoding]>([
    ['an empty file', bytesOf(), '', 'utf8'],
    ['UTF-8', bytesOf('Grüße 👋\r\n'), 'Grüße 👋\r\n', 'utf8'],
    ['UTF-8 with BOM', bytesOf([0xef, 0xbb, 0xbf], 'é'), 'é', 'utf8bom'],
    ['a second BOM as text', bytesOf([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]), '\uFEFF', 'utf8bom'],
    ['UTF-16 LE', Buffer.from('\uFEFFÄ — 👋', 'utf16le'), 'Ä — 👋', 'utf16le'],
    ['UTF-16 BE', Buffer.from('\uFEFFÄ — 👋', 'utf16le').swap16(), 'Ä — 👋', 'utf16be'],
    ['UTF-16 LE without BOM', Buffer.from('# Titel\nGrüße — 👋', 'utf16le'), '# Titel\nGrüße — 👋', 'utf16leNoBom'],
    ['UTF-16 BE without BOM', Buffer.from('# Titel\nGrüße', 'utf16le').swap16(), '# Titel\nGrüße', 'utf16beNoBom'],
    ['Latin-1', Buffer.from('Grüße aus Köln', 'latin1'), 'Grüße aus Köln', 'windows1252'],
    ['windows-1252', bytesOf([0x93], 'quoted', [0x94, 0x20, 0x96, 0x20, 0x80, 0x81]), '“quoted” – €\u0081', 'windows1252'],
  ])('reads %s', (_, bytes, text, encoding) => {
    expect(decode(bytes)).toEqual({ ok: true, text, encoding });
  });

  it.each([
    ['an image', bytesOf([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 0x0d]), 'binary'],
    ['text with a NUL', bytesOf('one\0two'), 'binary'],
    ['compressed bytes without a NUL', bytesOf([0x1f, 0x8b, 0x08, 0xff, 0x01]), 'binary'],
    ['UTF-32', bytesOf([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'binary'],
    ['UTF-16 cut inside a character', bytesOf([0xff, 0xfe, 0x41]), 'undecodable'],
    ['UTF-16 with half a surrogate pair', bytesOf([0xff, 0xfe, 0x00, 0xd8]), 'undecodable'],
  ])('refuses %s', (_, bytes, reason) => {
    expect(decode(bytes)).toEqual({ ok: false, reason });
  });

  it('gives text that encodes to the same bytes, whatever the bytes are', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ min: 0x20, maxLength: 80 }),
      fc.tuple(fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]), fc.uint8Array({ maxLength: 60 })).map((parts) => bytesOf(...parts.map((part) => [...part]))),
      text.map((value) => Buffer.from(value, 'utf16le')),
      text.map((value) => Buffer.from(value, 'latin1')),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const decoded = decode(bytes);
        if (decoded.ok) expect(Buffer.from(encode(decoded.text, decoded.encoding) ?? [])).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 1500 },
    );
  });
});

describe('encode', () => {
  it.each<TextEncoding>(['utf8', 'utf8bom', 'utf16le', 'utf16be'])('writes %s that reads back', (encoding) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')), (text) => {
        const bytes = encode(text, encoding);
        expect(bytes && decode(bytes)).toMatchObject({ ok: true, text });
      }),
    );
  });

  it('says when the encoding lacks a character instead of replacing it', () => {
    expect(encode('Grüße 👋', 'windows1252')).toBeUndefined();
    expect(encode('€\u0081', 'windows1252')).toEqual(new Uint8Array([0x80, 0x81]));
    expect(encode('half a pair: \ud83d', 'utf8')).toBeUndefined();
  });
});
