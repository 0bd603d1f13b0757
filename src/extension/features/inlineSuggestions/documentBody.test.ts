import { expect, it } from 'vitest';
import { firstBodyLine } from './documentBody';

const bodyStart = (text: string): number => {
  const lines = text.split('\n');
  return firstBodyLine({ lineCount: lines.length, lineAt: (line: unknown) => ({ text: lines[line as number] ?? '' }) } as Parameters<typeof firstBodyLine>[0]);
};

it('finds the first line behind the frontmatter', () => {
  expect(bodyStart('')).toBe(0);
  expect(bodyStart('text\n---\ntext')).toBe(0);
  expect(bodyStart('---\ntitle: x\n---\ntext')).toBe(3);
  expect(bodyStart('--- \ntitle: x\n... \ntext')).toBe(3);
});

it('takes frontmatter that is not closed yet for frontmatter, and a line at the beginning for a line', () => {
  expect(bodyStart('---\n')).toBe(2);
  expect(bodyStart('---\ntitle: x\ndescription:')).toBe(3);
  expect(bodyStart('---\n\nText below a line')).toBe(0);
  expect(bodyStart(`---\n\n${'text\n'.repeat(500)}---`)).toBe(0);
});
