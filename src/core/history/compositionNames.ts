import { checksum } from '../util/checksum';

/** `YYYY-MM-DD_HH-MM-SS` in the time zone of this machine. */
export function nameOfTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}_${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`;
}

/** File names to try one after the other until one is free. */
export function* fileNamesAt(time: number): Generator<string, never> {
  const name = nameOfTime(time);
  yield `${name}.md`;
  for (let number = 2; ; number++) yield `${name}-${number}.md`;
}

/** When a composition was created as its file name says, in milliseconds since the epoch; `undefined` for other names. */
export function timeOfName(name: string): number | undefined {
  const [year, month, day, hour, minute, second] = (/^(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)(?!\d)/.exec(name) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined) return undefined;
  const time = new Date(year, month - 1, day, hour, minute, second).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** Whether a file in the history folder holds a composition, by its name: what begins with a dot does not. */
export function isCompositionName(name: string): boolean {
  return name.endsWith('.md') && !name.startsWith('.');
}

/** Of files that claim the same identity the first one has it: copies have longer names, as `x copy.md` and `x-2.md`. */
export function compareNames(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The identity of a file that has none of its own: the same in every window and after every rebuild. In the form of a UUID, version 8. */
export function derivedUuid(...parts: readonly string[]): string {
  const text = parts.join('\n');
  const digits = checksum(text) + checksum(`\n${text}`);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

/** Told apart by the version, which is 4 for a UUID made by chance. */
export function isDerivedUuid(uuid: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8/.test(uuid);
}
