/** Values of one record, as they are stored. Numbers beyond 2^53 are rounded. */
type StoredValue = string | number | Uint8Array | null;

interface StoredRecord {
  readonly rowid: number;
  readonly values: readonly StoredValue[];
}

const header = 'SQLite format 3\0';
const headerBytes = 100;
const leafOfTable = 0x0d;

/** Whether a file begins as those of SQLite do, and is as long as it says. */
export function isWhole(bytes: Uint8Array): boolean {
  if (latin1(bytes.subarray(0, header.length)) !== header) return false;
  const pages = viewOf(bytes).getUint32(28);
  return pages > 0 && bytes.length === pages * pageSizeOf(bytes);
}

/**
 * The records of all tables in a file of SQLite, page by page and not through its trees: what a broken page cannot take along. Records that
 * make no sense are left out. The layout is that of https://www.sqlite.org/fileformat2.html.
 */
export function* storedRecords(bytes: Uint8Array): Generator<StoredRecord> {
  const size = pageSizeOf(bytes);
  for (let start = 0; start < bytes.length; start += size) {
    const at = start + (start === 0 ? headerBytes : 0);
    if (bytes[at] !== leafOfTable || start + size > bytes.length) continue;
    const view = viewOf(bytes);
    const cells = view.getUint16(at + 3);
    for (let cell = 0; cell < cells; cell++) {
      const pointer = at + 8 + 2 * cell;
      if (pointer + 2 > start + size) break;
      const record = recordAt(bytes, start + view.getUint16(pointer), size);
      if (record) yield record;
    }
  }
}

/** As the header says; what is no size is taken for the 8 KB that we write. */
function pageSizeOf(bytes: Uint8Array): number {
  const stored = bytes.length < headerBytes ? 0 : viewOf(bytes).getUint16(16);
  const size = stored === 1 ? 65_536 : stored;
  return size >= 512 && (size & (size - 1)) === 0 ? size : 8192;
}

function recordAt(bytes: Uint8Array, at: number, pageSize: number): StoredRecord | undefined {
  try {
    const cell = new Reader(bytes, at);
    const length = cell.varint();
    const rowid = cell.varint();
    if (length > bytes.length) return undefined;
    return { rowid, values: valuesOf(payload(bytes, cell.at, length, pageSize)) };
  } catch {
    return undefined;
  }
}

/** What does not fit a page goes on in a chain of others. */
function payload(bytes: Uint8Array, at: number, length: number, pageSize: number): Uint8Array {
  const most = pageSize - 35;
  if (length <= most) return slice(bytes, at, length);
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const wished = least + ((length - least) % (pageSize - 4));
  const local = wished <= most ? wished : least;
  const result = new Uint8Array(length);
  result.set(slice(bytes, at, local));
  const view = viewOf(bytes);
  let page = view.getUint32(at + local);
  for (let filled = local; filled < length; ) {
    if (page < 2) throw new RangeError('The chain ends early');
    const start = (page - 1) * pageSize;
    const part = slice(bytes, start + 4, Math.min(pageSize - 4, length - filled));
    result.set(part, filled);
    filled += part.length;
    page = view.getUint32(start);
  }
  return result;
}

function valuesOf(record: Uint8Array): StoredValue[] {
  const types = new Reader(record, 0);
  const end = types.varint();
  const body = new Reader(record, end);
  const values: StoredValue[] = [];
  while (types.at < end) values.push(body.value(types.varint()));
  return values;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(
    bytes: Uint8Array,
    public at: number,
  ) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  varint(): number {
    let result = 0n;
    for (let index = 0; index < 9; index++) {
      const byte = this.#view.getUint8(this.at++);
      if (index === 8) return Number(BigInt.asIntN(64, (result << 8n) | BigInt(byte)));
      result = (result << 7n) | BigInt(byte & 0x7f);
      if (byte < 0x80) break;
    }
    return Number(result);
  }

  /** @param type the serial type of the value */
  value(type: number): StoredValue {
    if (type >= 12) {
      const part = slice(this.#bytes, this.at, Math.floor((type - 12) / 2));
      this.at += part.length;
      return type % 2 === 0 ? part : new TextDecoder('utf-8', { ignoreBOM: true }).decode(part);
    }
    if (type === 0) return null;
    if (type === 8 || type === 9) return type - 8;
    if (type === 7) {
      this.at += 8;
      return this.#view.getFloat64(this.at - 8);
    }
    return this.#integer([0, 1, 2, 3, 4, 6, 8][type]);
  }

  #integer(length: number | undefined): number {
    if (length === undefined) throw new RangeError('No such type');
    let result = BigInt(this.#view.getInt8(this.at));
    for (let index = 1; index < length; index++) result = (result << 8n) | BigInt(this.#view.getUint8(this.at + index));
    this.at += length;
    return Number(result);
  }
}

/** @throws {RangeError} beyond the end */
function slice(bytes: Uint8Array, at: number, length: number): Uint8Array {
  if (at < 0 || length < 0 || at + length > bytes.length) throw new RangeError('Beyond the end');
  return bytes.subarray(at, at + length);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
