import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptArguments, toolArguments } from './mcpArguments';
import type { AIPart, AIRequest, AITask } from './provider';

function request(task: AITask, ...parts: readonly [AIPart['kind'], string][]): AIRequest {
  return { task, model: 'tool:x', system: 'Be short.', messages: [{ role: 'user', parts: parts.map(([kind, text]) => ({ kind, label: kind, text })) }], maxOutputTokens: 100 };
}

function schema(properties: Readonly<Record<string, unknown>>, ...required: readonly string[]): unknown {
  return { type: 'object', properties, required };
}

const text = { type: 'string' };
const advice = request('suggestions', ['instructions', 'Give advice.'], ['prompt', 'One'], ['prompt', 'Two'], ['composition', 'My text']);

describe('toolArguments', () => {
  it.each<[string, unknown, Readonly<Record<string, unknown>>]>([
    ['a parameter of that name', schema({ Composition: text, style: text }), { Composition: 'My text' }],
    ['one of another name, when only that is required', schema({ language: text, essay: text }, 'essay'), { essay: 'My text' }],
    ['the only text, when none is required', schema({ essay: text, strict: { type: 'boolean' } }), { essay: 'My text' }],
    ['what else is asked for', schema({ text, instructions: text, prompts: text }, 'text'), { text: 'My text', instructions: 'Be short.\n\nGive advice.', prompts: 'One\n\nTwo' }],
    ['lists', schema({ input: text, prompts: { type: 'array', items: text } }), { input: 'My text', prompts: ['One', 'Two'] }],
    ['texts that may be absent', schema({ text: { type: ['string', 'null'] }, after: { anyOf: [text, { type: 'null' }] } }), { text: 'My text', after: '' }],
    ['defaults, constants and only choices', schema({ text, mode: { type: 'string', enum: ['fast'] }, n: { type: 'number', default: 3 }, v: { const: 1 } }, 'text', 'mode', 'n', 'v'), { text: 'My text', mode: 'fast', n: 3, v: 1 }],
    ['nothing that may be left out', schema({ text, mode: { enum: ['a', 'b'] }, count: { type: 'integer' } }, 'text'), { text: 'My text' }],
  ])('fills %s', (_, inputSchema, values) => {
    expect(toolArguments(inputSchema, advice)).toEqual({ values });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['what is required and unknown', schema({ text, count: { type: 'integer' }, mode: { enum: ['a', 'b'] } }, 'text', 'count', 'mode'), ['count', 'mode']],
    ['two texts of which either could be meant', schema({ left: text, right: text }, 'left', 'right'), ['left', 'right']],
    ['all, when none takes the text', schema({ id: { type: 'number' } }), ['id']],
    ['none, when there are no parameters', schema({}), []],
    ['none, when there is no schema', undefined, []],
    ['names of built-in properties', schema({ constructor: { type: 'object' }, text }, 'constructor'), ['constructor']],
  ])('names %s', (_, inputSchema, missing) => {
    expect(toolArguments(inputSchema, advice)).toEqual({ missing });
  });

  it('sends all of what is run, each part once', () => {
    const run = request('run', ['composition', 'Do it with'], ['file', 'a file']);
    expect(toolArguments(schema({ prompt: text }), run)).toEqual({ values: { prompt: 'Do it with\n\na file' } });
    expect(toolArguments(schema({ prompt: text, files: { type: 'array', items: text } }), run)).toEqual({ values: { prompt: 'Do it with', files: ['a file'] } });
  });

  it('tells what is to be changed together with the text, or by itself', () => {
    const edit = request('edit', ['composition', 'My text'], ['suggestion', 'Shorten it']);
    expect(toolArguments(schema({ text }), edit)).toEqual({ values: { text: 'My text\n\nShorten it' } });
    expect(toolArguments(schema({ text, suggestion: text }), edit)).toEqual({ values: { text: 'My text', suggestion: 'Shorten it' } });
  });

  it('takes any schema, and fills what it says it filled', () => {
    const name = fc.oneof(fc.constantFrom('text', 'prompts', '__proto__', 'toString'), fc.string());
    const parameter = fc.oneof(fc.constantFrom<unknown>(text, { type: 'array', items: text }, { enum: [1] }), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ properties: fc.dictionary(name, parameter), required: fc.array(name) })), (inputSchema) => {
        const filled = toolArguments(inputSchema, advice);
        if ('values' in filled) expect(JSON.stringify(filled.values)).toContain('My text');
        else expect(Array.isArray(filled.missing)).toBe(true);
      }),
    );
  });
});

describe('promptArguments', () => {
  it('fills texts by name and names those that are missing', () => {
    expect(promptArguments([{ name: 'topic', required: true }], advice)).toEqual({ values: { topic: 'My text' } });
    expect(promptArguments([{ name: 'text' }, { name: 'tone', required: true }], advice)).toEqual({ missing: ['tone'] });
  });
});
