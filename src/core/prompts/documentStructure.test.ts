import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentLines, DocumentStructure, type LineChange } from './documentStructure';
import { findBlock } from './frontmatterBlock';
import { parsePlaceholders } from './placeholders';
import { isCodeOrFrontmatter } from './promptTrigger';

function linesOf(text: string): DocumentLines {
  const lines = text.split(/\r\n|\n|\r/);
  return { lineCount: lines.length, lineAt: (line) => lines[line] ?? '' };
}

/** What a full parse of the text finds, in lines. */
function wholeParse(text: string): { placeholders: unknown[]; nearMisses: unknown[] } {
  const { placeholders, nearMisses } = parsePlaceholders(text, findBlock(text)?.bodyStart ?? 0);
  const place = <T extends { start: number; end: number }>(span: T): unknown => {
    const before = text.slice(0, span.start).split(/\r\n|\n|\r/);
    const start = before.at(-1)?.length ?? 0;
    return { ...span, start, end: start + span.end - span.start, line: before.length - 1 };
  };
  return { placeholders: placeholders.map(place), nearMisses: nearMisses.map(place) };
}

const found = ({ placeholders, nearMisses }: DocumentStructure): unknown => ({ placeholders, nearMisses });

/** The change of an editor that replaces `start` to `end` by `text`, in lines. */
function changeOf(document: string, start: number, end: number, text: string): LineChange {
  const lineAt = (offset: number): number => document.slice(0, offset).split('\n').length - 1;
  return { start: lineAt(start), end: lineAt(end), count: text.split('\n').length };
}

/** Braces, names, frontmatter and fences in pieces, so that edits join and split them. */
const piece = fc.constantFrom('{{text:a}}', '{{list:b_1}}', '{{', '}}', '{', '}', 'text:', 'Text:', 'c', '\n', '\n---\n', '---\n', '...\n', '```\n', '\n~~~js\n', '- ', ' ', 'é😀');
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const edits = fc.array(fc.array(fc.record({ at: fc.nat(1000), length: fc.nat(12), text }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });

describe('the structure of an open document', () => {
  it('after any edits is that of a whole parse', () => {
    fc.assert(
      fc.property(fc.boolean(), text, edits, (isCrlf, initial, events) => {
        // Editors hold one kind of line ending; it is no part of any line.
        const stored = (lf: string): string => (isCrlf ? lf.replaceAll('\n', '\r\n') : lf);
        let document = initial;
        const structure = new DocumentStructure(linesOf(stored(document)));
        for (const event of events) {
          const changes = event.map((edit) => {
            const start = Math.min(edit.at, document.length);
            const end = Math.min(start + edit.length, document.length);
            const change = changeOf(document, start, end, edit.text);
            document = document.slice(0, start) + edit.text + document.slice(end);
            return change;
          });
          structure.apply(changes, linesOf(stored(document)));
          expect(found(structure)).toEqual(wholeParse(stored(document)));
          const lines = linesOf(document);
          for (let line = structure.bodyLine; line < lines.lineCount; line++) {
            const opens = /^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)*(?:`{3,}[^`]*|~{3,}.*)$/.test(lines.lineAt(line));
            expect(structure.isCodeOrFrontmatter(line)).toBe(opens || inCode(lines, structure.bodyLine, line));
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('begins anew when the changes are no account of what happened', () => {
    const structure = new DocumentStructure(linesOf('a\nb'));
    structure.apply([{ start: 0, end: 0, count: 1 }], linesOf('{{text:a}}\nb\n{{text:c}}'));
    expect(structure.placeholders.map(({ line, name }) => [line, name])).toEqual([[0, 'a'], [2, 'c']]);
  });

  it('takes in a paste of very many lines', () => {
    const pasted = Array.from({ length: 200_000 }, (_, i) => (i % 1000 === 0 ? '{{text:x}}' : 'line')).join('\n');
    const structure = new DocumentStructure(linesOf('a\n{{text:b}}\nc'));
    structure.apply([{ start: 1, end: 1, count: 200_000 }], linesOf(`a\n${pasted}\nc`));
    expect([structure.lineCount, structure.placeholders.length, structure.placeholders[0]?.line]).toEqual([200_002, 200, 1]);
  });

  it('knows what stands at a position, in the body only', () => {
    const structure = new DocumentStructure(linesOf('---\nx: {{text:no}}\n---\na {{text:yes}} {{Text:b}}'));
    const at = (line: number, character: number): unknown => structure.placeholderAt({ line, character })?.name;
    expect([at(1, 5), at(3, 1), at(3, 2), at(3, 8), at(3, 14), at(3, 15)]).toEqual([undefined, undefined, 'yes', 'yes', 'yes', undefined]);
    expect(structure.nearMissAt({ line: 3, character: 16 })?.reason).toBe('case');
    expect([structure.bodyLine, structure.isCodeOrFrontmatter(0), structure.isCodeOrFrontmatter(3)]).toEqual([3, true, false]);
  });
});

/** The body alone, judged line by line from its beginning. */
function inCode(lines: DocumentLines, bodyLine: number, line: number): boolean {
  const body = { lineAt: (at: number) => (at === 0 ? '' : lines.lineAt(bodyLine + at - 1)) };
  return isCodeOrFrontmatter(body, lines.lineCount - bodyLine + 1, line - bodyLine + 1);
}
