let count = 0;

/**
 * A word that no test had before in this run, nor an earlier attempt of the same one: names of files that an attempt left behind are taken,
 * and questions that it asked are answered from memory.
 */
export function freshWord(beginning: string): string {
  return `${beginning}${++count}x${process.hrtime.bigint().toString(36).slice(-5)}`;
}
