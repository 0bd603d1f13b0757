import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine, splitCommandLine } from './commandLine';

describe('splitCommandLine', () => {
  it.each([
    ['npx -y server', ['npx', '-y', 'server']],
    ['  "C:\\Program Files\\x.exe"   --name=\'a b\'  ', ['C:\\Program Files\\x.exe', '--name=a b']],
    ['x ""', ['x', '']],
    ['x "a', []],
    ["it's", []],
    ['  ', []],
  ])('%j', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  it('reads what commandLine writes', () => {
    const word = fc.string().filter((text) => !(text.includes('"') && text.includes("'")));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitCommandLine(commandLine(words))).toEqual(words);
      }),
    );
  });
});
