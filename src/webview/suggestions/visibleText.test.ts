import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleText } from './visibleText';

describe('texts of strangers', () => {
  it('show what would be hidden in them', () => {
    expect(visibleText('a\u202eb\0c\u2066d\ufeff')).toBe('a⟨U+202E⟩b⟨U+0000⟩c⟨U+2066⟩d⟨U+FEFF⟩');
    expect(visibleText('Größe\t日本語\nשלום 👩🏽')).toBe('Größe\t日本語\nשלום 👩🏽');
  });

  it('have nothing hidden in them afterwards, and keep the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(/[\0-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]/);
        expect(shown.length).toBeGreaterThanOrEqual(text.length);
      }),
    );
  });
});
