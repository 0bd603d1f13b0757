import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonInText, jsonInText } from './jsonInText';

describe('jsonInText', () => {
  it.each([
    ['alone', '{"a":1}', '{"a":1}'],
    ['in a fence', '```json\n{"a": "}"}\n```\n', '{"a": "}"}'],
    ['between words', 'Here it is: {\n "a": [1, {"b": "\\"}"}]} and that is {"all": 1}', '{\n "a": [1, {"b": "\\"}"}]}'],
    ['behind a placeholder', 'I filled {{text:name}} and {} so: {"a":{}}', '{"a":{}}'],
  ])('finds an object %s', (_, text, json) => {
    expect(jsonInText(text)).toBe(json);
  });

  it.each(['', 'No JSON at all', '{', '{{text:x}}', '{"a": [1, 2', '[1, 2]'])('finds none in %j', (text) => {
    expect(jsonInText(text)).toBeUndefined();
  });

  it('tells of an object that broke off', () => {
    const reader = new JsonInText();
    expect(reader.push('So: {"a": "x')).toBe('{"a": "x');
    expect([reader.hasBegun, reader.hasEnded]).toEqual([true, false]);
  });

  it('finds the same whichever way the text arrives', () => {
    const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 });
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '`', '}', '{{', ']') }).map((text) => `${text}.`);
    fc.assert(
      fc.property(words, object, words, fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), (before, value, after, cuts, pretty) => {
        const json = JSON.stringify(value, undefined, pretty ? 2 : undefined);
        const text = before + json + after;
        const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
        const reader = new JsonInText();
        const found = places.slice(1).map((end, index) => reader.push(text.slice(places[index], end)));
        expect(found.join('')).toBe(json);
        expect(reader.hasEnded).toBe(true);
      }),
    );
  });
});
