import { AIError } from '../aiError';
import type { AIEvent } from '../provider';
import { EditsError, type RawEdit } from './checkEdits';

/** No answer is so long, in UTF-16 code units: what does not end is not read on. */
const MAX_ANSWER = 4_000_000;
const MAX_EDITS = 10_000;

/**
 * The edits in a model's answer. Everything else in it means nothing.
 * @throws {AIError} `badAnswer`, `refused`, or why the answer broke off @throws {EditsError} `cut`
 */
export async function readEdits(answer: AsyncIterable<AIEvent>): Promise<readonly RawEdit[]> {
  let input = '';
  let text = '';
  for await (const event of answer) {
    if (event.type === 'toolInput') input += event.json;
    else if (event.type === 'text') text += event.text;
    else if (event.type === 'end' && event.reason === 'refused') throw new AIError('refused');
    else if (event.type === 'end' && event.reason === 'length') throw new EditsError('badEdits', { kind: 'cut' });
    if (input.length + text.length > MAX_ANSWER) throw new AIError('badAnswer');
  }
  const edits = editsIn(input.trim() === '' ? objectIn(text) : input);
  if (!edits) throw new AIError('badAnswer');
  return edits;
}

/** Services without tools write the object as text, maybe with words or a fence around it. */
function objectIn(text: string): string {
  return text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1);
}

/** `undefined` when any of them is of another shape: half of a change is not what was asked for. */
function editsIn(json: string): readonly RawEdit[] | undefined {
  let input: unknown;
  try {
    input = JSON.parse(json);
  } catch {
    return undefined;
  }
  const edits: unknown = isObject(input) ? input['edits'] : undefined;
  if (!Array.isArray(edits) || edits.length > MAX_EDITS) return undefined;
  const found = (edits as readonly unknown[]).flatMap((edit) => {
    if (!isObject(edit)) return [];
    const { first, last, text } = edit;
    return typeof first === 'number' && typeof last === 'number' && typeof text === 'string' ? [{ first, last, text }] : [];
  });
  return found.length === edits.length ? found : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
