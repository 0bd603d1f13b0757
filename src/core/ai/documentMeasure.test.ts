import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBlock } from '../prompts/frontmatterBlock';
import { DocumentMeasure, type DocumentLines } from './documentMeasure';
import { measureText } from './textMeasure';

/** A document that can be edited as an editor does it. */
class TestDocument implements DocumentLines {
  lines: string[];
  readonly asked: number[] = [];

  constructor(text: string) {
    this.lines = text.split(/\r\n|\n|\r/);
  }
  get lineCount(): number {
    return this.lines.length;
  }
  lineAt(line: number): string {
    this.asked.push(line);
    return this.lines[line] ?? '';
  }
  get text(): string {
    return this.lines.join('\n');
  }
  /** @returns the change, as the editor reports it */
  replace(from: readonly [number, number], to: readonly [number, number], text: string): { startLine: number; endLine: number; text: string } {
    const before = (this.lines[from[0]] ?? '').slice(0, from[1]);
    const after = (this.lines[to[0]] ?? '').slice(to[1]);
    this.lines.splice(from[0], to[0] - from[0] + 1, ...(before + text + after).split(/\r\n|\n|\r/));
    return { startLine: from[0], endLine: to[0], text };
  }
}

const line = fc.string({ unit: fc.constantFrom(...'ab Z1.-|é語🙂\t'), maxLength: 12 });
const textOfLines = fc.array(fc.oneof(line, fc.constantFrom('---', '...', '', '   ', 'the body of it')), { maxLength: 12 }).map((lines) => lines.join('\n'));

describe('DocumentMeasure', () => {
  it('has the figures of the whole text after any edits', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), textOfLines, fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(textOfLines, edits, (text, steps) => {
        const document = new TestDocument(text);
        const measure = new DocumentMeasure(document);
        for (const [line1, column1, line2, column2, inserted, isMeasured] of steps) {
          const place = (number: number, column: number): [number, number] => {
            const at = number % document.lineCount;
            return [at, column % ((document.lines[at]?.length ?? 0) + 1)];
          };
          const [from, to] = [place(line1, column1), place(line2, column2)].sort((a, b) => a[0] - b[0] || a[1] - b[1]) as [[number, number], [number, number]];
          measure.change([document.replace(from, to, inserted)]);
          if (isMeasured) measure.measureLines(0, document.lineCount);
        }
        const lines = document.text === '' ? 1 : measureText(document.text).lines;
        expect(measure.measureLines(0, document.lineCount)).toEqual({ ...measureText(document.text), lines });
      }),
    );
  });

  it('finds the body where the frontmatter ends', () => {
    fc.assert(
      fc.property(textOfLines, fc.boolean(), (rest, hasBlock) => {
        const text = hasBlock ? `---\ntitle: x\n---\n${rest}` : rest;
        const measure = new DocumentMeasure(new TestDocument(text));
        const { frontmatterEnd, bodyStart, bodyEnd } = measure.parts();
        const block = findBlock(text);
        expect(frontmatterEnd).toBe(block ? text.slice(0, block.bodyStart).split('\n').length - (/\n$/.test(text.slice(0, block.bodyStart)) ? 1 : 0) : 0);
        const body = text.split('\n').slice(bodyStart, bodyEnd);
        expect(body.join('\n')).toBe(
          text
            .split('\n')
            .slice(frontmatterEnd)
            .join('\n')
            .replace(/^(?:[ \t]*(?:\n|$))+/, '')
            .replace(/(?:\n[ \t]*)+$/, ''),
        );
      }),
    );
  });

  it('measures a part as the text of that part', () => {
    fc.assert(
      fc.property(textOfLines, fc.nat(), fc.nat(), (text, one, other) => {
        const document = new TestDocument(text);
        const measure = new DocumentMeasure(document);
        const [start, end] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b) as [number, number];
        const position = (offset: number) => ({ line: text.slice(0, offset).split('\n').length - 1, character: offset - (text.lastIndexOf('\n', offset - 1) + 1) });
        const part = measureText(text.slice(start, end));
        const found = measure.measureRange(position(start), position(end));
        expect(found).toEqual({ ...part, lines: Math.max(1, part.lines) });
      }),
    );
  });

  it('looks at changed lines only', () => {
    const document = new TestDocument(Array.from({ length: 10_000 }, (_, number) => `Line ${number} of a long prompt.`).join('\n'));
    const measure = new DocumentMeasure(document);
    measure.measureLines(0, document.lineCount);
    document.asked.length = 0;
    measure.change([document.replace([5000, 3], [5000, 3], 'x')]);
    measure.change([document.replace([70, 0], [72, 1], 'new\nlines\nhere\ntoo')]);
    measure.measureLines(0, document.lineCount);
    expect(document.asked).toEqual([70, 71, 72, 73, 5001]);
  });

  it('measures anew when changes and document do not fit together', () => {
    const document = new TestDocument('one\ntwo');
    const measure = new DocumentMeasure(document);
    measure.measureLines(0, 2);
    document.lines = ['three', 'four', 'five and more'];
    measure.change([{ startLine: 0, endLine: 0, text: 'x' }]);
    expect(measure.measureLines(0, 3)).toEqual(measureText(document.text));
  });

  it('takes turns while it measures a large document, and ends when nobody waits any more', async () => {
    const document = new TestDocument('A line of some length, which is repeated.\n'.repeat(20_000));
    const measure = new DocumentMeasure(document);
    let turns = 0;
    const next = (): Promise<void> => Promise.resolve(void turns++);
    expect(await measure.prepare(next, () => turns === 3)).toBe(false);
    expect(turns).toBe(3);
    expect(await measure.prepare(next, () => false)).toBe(true);
    expect(turns).toBeGreaterThan(5);
    document.asked.length = 0;
    measure.measureLines(0, document.lineCount);
    expect(document.asked).toEqual([]);
  });
});
