import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { basenameOf, dirnameOf, encodeSegment, isInside, joinUri, relativeTo } from './uri';

const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((s) => !/[/\\]/.test(s) && s !== '.' && s !== '..');

describe('uri', () => {
  it('joins to exactly the string that the editor makes of the same path', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        expect(joinUri('file:///library', ...names)).toBe(URI.file(`/library/${names.join('/')}`).toString());
      }),
    );
  });

  it('gives names and relative paths back unchanged', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const uri = joinUri('file:///library', ...names);
        expect(basenameOf(uri)).toBe(names.at(-1));
        expect(relativeTo('file:///library', uri)).toBe(names.join('/'));
        expect(joinUri(dirnameOf(uri), names.at(-1) ?? '')).toBe(uri);
      }),
    );
  });

  it('names what has no folder', () => {
    expect(basenameOf('untitled:Untitled-1')).toBe('Untitled-1');
    expect(basenameOf('Untitled')).toBe('Untitled');
  });

  it('does not take a folder with a longer name for the folder', () => {
    expect(isInside('file:///library-old/a.md', 'file:///library')).toBe(false);
    expect(isInside('file:///library/a.md', 'file:///library/')).toBe(true);
    expect(isInside('file:///library', 'file:///library')).toBe(true);
    expect(relativeTo('file:///library', 'file:///other/a.md')).toBeUndefined();
  });

  it('survives a segment that is not valid percent-encoding', () => {
    expect(basenameOf('file:///a/100%.md')).toBe('100%.md');
    expect(encodeSegment('\ud800')).toBe('%EF%BF%BD');
  });
});
