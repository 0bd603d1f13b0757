import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../../core/prompts/prompt';
import type { ProblemSeverity } from '../../../core/prompts/problems';
import { listProblems } from './problemList';

function prompt(path: string, problems: readonly (readonly [ProblemSeverity, number])[]): Prompt {
  return {
    uri: `file:///library/${path}`,
    sourceId: 'file:///library',
    path,
    category: 'rules',
    title: path,
    titleOrigin: 'fileName',
    description: '',
    tags: [],
    placeholders: [],
    size: 1,
    mtime: 1,
    problems: problems.map(([severity, line]) => ({
      code: 'missingTags',
      severity,
      range: { start: { line, character: 0 }, end: { line, character: 1 } },
    })),
  };
}

const shown = (prompts: readonly Prompt[], limit = 100): readonly string[] =>
  listProblems(prompts, limit).groups.flatMap(({ severity, rows }) =>
    rows.map(({ prompt: { path }, problem }) => `${severity} ${path}:${problem.range.start.line + 1}`),
  );

describe('the list of problems', () => {
  it('is ordered by severity, then file, then line', () => {
    const prompts = [prompt('rules/b.md', [['warning', 8], ['error', 4], ['error', 2]]), prompt('rules/a.md', [['hint', 0], ['error', 9]]), prompt('c.md', [])];
    expect(shown(prompts)).toEqual(['error rules/a.md:10', 'error rules/b.md:3', 'error rules/b.md:5', 'warning rules/b.md:9', 'hint rules/a.md:1']);
  });

  it('leaves the mildest out when it gets too long, but counts them', () => {
    const prompts = [prompt('a.md', [['hint', 0], ['hint', 1], ['warning', 2], ['error', 3]])];
    expect(shown(prompts, 3)).toEqual(['error a.md:4', 'warning a.md:3', 'hint a.md:1']);
    expect(listProblems(prompts, 3).counts).toEqual({ error: 1, warning: 1, hint: 2 });
    expect(listProblems(prompts, 3).groups.at(-1)).toMatchObject({ severity: 'hint', count: 2 });
  });

  it('is empty when nothing is wrong', () => {
    expect(listProblems([prompt('a.md', [])], 10).groups).toEqual([]);
  });
});
