import { describe, expect, it } from 'vitest';
import type { FileReference, ReferenceSyntax } from '../../../core/references/reference';
import { isSureReference } from './sureReference';

const reference = (syntax: ReferenceSyntax, path: string): FileReference => ({ syntax, path, start: 0, end: 0, pathStart: 0, pathEnd: 0, title: undefined, fragment: undefined });

describe('something that leads nowhere is called broken', () => {
  it.each(['src/app.ts', './notes', '../x/y.md', 'README.md', 'docs/a.json', '~/plans.md'])('behind @ when it is surely a path: %s', (path) => {
    expect(isSureReference(reference('at', path), 'missing')).toBe(true);
  });

  it.each(['john.doe', 'app.route', 'types/node', 'example.com', '/components/Button', 'vue/cli@5.0.1', 'angular/core'])(
    'behind @ not when it may be a name, a package, a decorator or an alias: %s',
    (path) => {
      expect(isSureReference(reference('at', path), 'missing')).toBe(false);
      expect(isSureReference(reference('at', path), 'ok')).toBe(true);
    },
  );

  it('always when it is a link', () => {
    expect(isSureReference(reference('link', 'x'), 'missing')).toBe(true);
    expect(isSureReference(reference('wiki', 'x'), 'missing')).toBe(true);
  });

  it('behind #file: when it looks like a path', () => {
    expect(isSureReference(reference('hash', 'app.ts'), 'missing')).toBe(true);
    expect(isSureReference(reference('hash', 'name'), 'missing')).toBe(false);
  });
});
