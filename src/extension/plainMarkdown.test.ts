import { describe, expect, it } from 'vitest';
import { plainMarkdown } from './plainMarkdown';

describe('plainMarkdown', () => {
  it('leaves nothing that Markdown or HTML could begin with', () => {
    expect(plainMarkdown('<img src=x onerror=alert(1)> &lt; [a](command:b) **b** https://x.y')).toBe(
      '\\<img src\\=x onerror\\=alert\\(1\\)\\> \\&lt\\; \\[a\\]\\(command\\:b\\) \\*\\*b\\*\\* https\\:\\/\\/x\\.y',
    );
  });

  it('leaves words and other scripts alone and keeps the text on one line', () => {
    expect(plainMarkdown('zwei  Wörter\n# 字')).toBe('zwei Wörter \\# 字');
  });
});
