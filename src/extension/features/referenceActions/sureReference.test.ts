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

  it('in a link, unless it explains how links are written or is to be filled in', () => {
    expect(isSureReference(reference('link', 'x.md'), 'missing')).toBe(true);
    expect(isSureReference(reference('wiki', 'x'), 'missing')).toBe(true);
    for (const path of ['url', 'docs/{{text:name}}.md', '${file}', 'docs/<name>.md', 'path/to/file.md', 'src/**/*.ts', '...']) {
      expect(isSureReference(reference('link', path), 'missing'), path).toBe(false);
    }
  });

  it('behind #file: when it looks like a path', () => {
    expect(isSureReference(reference('hash', 'app.ts'), 'missing')).toBe(true);
    expect(isSureReference(reference('hash', 'name'), 'missing')).toBe(false);
  });
});
