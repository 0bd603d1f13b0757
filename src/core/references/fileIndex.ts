import { Uint32List } from '../library/uint32List';
import { lettersOf } from './pathScore';

/** A folder that holds files. */
export interface IndexedFolder {
  /** Root folder of the workspace, as a URI. */
  readonly root: string;
  /** Decoded path below {@link root}, with `/` between segments; empty for the root itself. */
  readonly path: string;
  /** {@link path} in lower case, with `/` at its end unless empty. */
  readonly lower: string;
  /** See `lettersOf`. */
  readonly letters: number;
}

const GONE = 0xffffffff;

/**
 * The paths of many files in little memory: the name of each file, its folder by number, and a hash table over both. Files have numbers
 * that stay until {@link compacted} makes a new index.
 */
export class FileIndex {
  readonly folders: IndexedFolder[] = [];
  readonly names: string[] = [];
  /** Names in lower case; the same string where nothing differs. */
  readonly lowers: string[] = [];
  readonly #folderOf = new Uint32List();
  readonly #letters = new Uint32List();
  readonly #hashes = new Uint32List();
  /** By root folder and path. */
  readonly #folderNumbers = new Map<string, Map<string, number>>();
  /** Number of a file plus one, at the place that its hash says or behind it; 0 is free. */
  #table = new Uint32Array(1024);
  #used = 0;
  #size = 0;

  /** Root folders that have files, or had. */
  get roots(): Iterable<string> {
    return this.#folderNumbers.keys();
  }

  /** Files that are there. */
  get size(): number {
    return this.#size;
  }

  /** Numbers given so far; some of the files may be gone. */
  get end(): number {
    return this.names.length;
  }

  /** Of each file the number of its folder, or {@link isGone}. Valid until the next {@link add}. */
  get folderNumbers(): Uint32Array {
    return this.#folderOf.values;
  }

  /** Of each file the letters of its name. Valid until the next {@link add}. */
  get letters(): Uint32Array {
    return this.#letters.values;
  }

  static isGone(folderNumber: number): boolean {
    return folderNumber === GONE;
  }

  /** The number of a folder; given if it has none. @param path without `/` at its end */
  folder(root: string, path: string): number {
    let below = this.#folderNumbers.get(root);
    if (!below) {
      below = new Map<string, number>();
      this.#folderNumbers.set(root, below);
    }
    const known = below.get(path);
    if (known !== undefined) return known;
    const own = ownCopy(path);
    const lower = own === '' ? '' : `${own.toLowerCase()}/`;
    this.folders.push({ root, path: own, lower, letters: lettersOf(lower) });
    below.set(own, this.folders.length - 1);
    return this.folders.length - 1;
  }

  /** @returns false when it was there already */
  add(folder: number, name: string): boolean {
    const hash = hashOf(folder, name);
    if (this.#find(folder, name, hash) !== -1) return false;
    const own = ownCopy(name);
    const lower = own.toLowerCase();
    this.names.push(own);
    this.lowers.push(lower === own ? own : lower);
    const number = this.#folderOf.push(folder);
    this.#letters.push(lettersOf(lower));
    this.#hashes.push(hash);
    if (++this.#used * 4 > this.#table.length * 3) this.#grow();
    else this.#put(number);
    this.#size++;
    return true;
  }

  /** @returns false when it was not there */
  remove(root: string, path: string): boolean {
    const number = this.numberOf(root, path);
    if (number === -1) return false;
    this.#forget(number);
    return true;
  }

  /** Removes every file below a folder, and of the whole root for an empty path. @returns how many */
  removeBelow(root: string, path: string): number {
    const inside = new Set<number>();
    this.folders.forEach((folder, number) => {
      if (folder.root === root && (path === '' || folder.path === path || folder.path.startsWith(`${path}/`))) inside.add(number);
    });
    if (inside.size === 0) return 0;
    const before = this.#size;
    const { folderNumbers } = this;
    for (let number = 0; number < this.end; number++) if (inside.has(folderNumbers[number] as number)) this.#forget(number);
    return before - this.#size;
  }

  /** The number of a file; -1 when it is not there. */
  numberOf(root: string, path: string): number {
    const slash = path.lastIndexOf('/');
    const folder = this.#folderNumbers.get(root)?.get(slash === -1 ? '' : path.slice(0, slash));
    return folder === undefined ? -1 : this.#find(folder, path.slice(slash + 1));
  }

  /** The numbers of files with this name, no more than `most`. */
  named(name: string, most = Number.POSITIVE_INFINITY): number[] {
    const numbers: number[] = [];
    const wanted = lettersOf(name.toLowerCase()) >>> 0;
    const { letters, end } = this;
    for (let number = 0; number < end && numbers.length < most; number++) {
      if (letters[number] === wanted && this.names[number] === name && name !== '') numbers.push(number);
    }
    return numbers;
  }

  folderOf(number: number): IndexedFolder {
    return this.folders[this.folderNumbers[number] as number] as IndexedFolder;
  }

  /** Decoded path below the root folder. */
  pathOf(number: number): string {
    const { path } = this.folderOf(number);
    const name = this.names[number] as string;
    return path === '' ? name : `${path}/${name}`;
  }

  /** Itself, or a new index without what is gone when that has become much: more than `spare` files and half of all. */
  compacted(spare = 1000): FileIndex {
    if (this.end - this.#size <= spare || this.#size > this.end / 2) return this;
    const index = new FileIndex();
    const { folderNumbers } = this;
    for (let number = 0; number < this.end; number++) {
      if (folderNumbers[number] === GONE) continue;
      const { root, path } = this.folderOf(number);
      index.add(index.folder(root, path), this.names[number] as string);
    }
    return index;
  }

  #forget(number: number): void {
    this.#folderOf.values[number] = GONE;
    this.names[number] = '';
    this.lowers[number] = '';
    this.#size--;
  }

  #find(folder: number, name: string, hash = hashOf(folder, name)): number {
    const mask = this.#table.length - 1;
    const { folderNumbers } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#table[slot] as number) - 1;
      if (number === -1) return -1;
      if (folderNumbers[number] === folder && this.names[number] === name) return number;
    }
  }

  #put(number: number): void {
    const mask = this.#table.length - 1;
    let slot = (this.#hashes.values[number] as number) & mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
    this.#table[slot] = number + 1;
  }

  #grow(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    this.#used = 0;
    const { folderNumbers } = this;
    for (let number = 0; number < this.end; number++) {
      if (folderNumbers[number] === GONE) continue;
      this.#put(number);
      this.#used++;
    }
  }
}

/** A string of its own memory: a slice would keep alive what it was cut from, and costs more than itself. */
function ownCopy(text: string): string {
  return text.length < 13 ? text : [text.slice(0, 1), text.slice(1)].join('');
}

function hashOf(folder: number, name: string): number {
  let hash = folder ^ 0x9e3779b9;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
