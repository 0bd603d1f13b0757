import { basenameOf } from '../../util/uri';
import { singleLine } from '../../util/text';
import { AIError } from '../aiError';
import type { ChosenPrompt, ContextSelection } from '../contextSelector';
import { enclosed, markFor, markingRule } from '../marking';
import { linesOf, type NumberedBody, numberedBody, withNumbers } from '../numberedBody';
import type { AIModel, AIPart, AIRequest, AITool } from '../provider';
import { suggestionKinds } from '../suggestion';
import { estimateTokens } from '../tokens';
import { tokenBudgets } from './tokenBudgets';

/** A question for advice, with what is needed to read the answer. */
interface SuggestionRequest {
  readonly request: AIRequest;
  readonly body: NumberedBody;
  /** URIs of the prompts by their numbers in the request, counted from 1; `undefined` for one that the composition already has. */
  readonly recommendable: ReadonlyMap<number, string>;
}

const system = `You advise the author of a composition: a text that will be given to a language model as its instructions. You do not carry out the composition
and do not answer it; you say what would make it work better.

${markingRule}

Report by the tool report_suggestions, and nothing else. The kinds:
- recommendation: one of the numbered prompts of the author's library would help here and is not yet part of the composition. Give its number.
- gap: something that the model will need is missing, such as input, audience, output format, limits, what to do in doubt.
- formatting: headings, lists, fences or delimiters hide the structure or are broken.
- contradiction: two places ask for different things. Name the lines of both.
- clarity: a place can be understood in more than one way, or takes more words than it needs.
- reformatting: a stretch of text would work better in another form, such as prose as a list, or examples in a fence.

Rules:
- Report what is worth the author's time, the most important first: usually three to seven suggestions, none where nothing needs to change. No praise, no
  comments on spelling alone, nothing twice.
- Placeholders such as {{text:name}} and {{list:name}} are filled in before the composition is used, and the files behind its links are read then: neither is a
  gap.
- title: what to do, on one line of at most ten words. explanation: one to three sentences that say what is wrong and how it would be better, concretely.
  Plain text without Markdown.
- Write title and explanation in the language of the composition.
- lines: the lines that the suggestion is about, by the numbers in front of them; they count from the beginning of the file and may not begin at 1. An empty
  list when it is about the whole composition.
- prompt: the number of the recommended prompt for a recommendation, else null.`;

/** Shorter bodies may stand in a composition by chance. UTF-16 code units. */
const MIN_BODY = 20;
const lineNumber = { type: 'integer' };

/** Its fields are asked for in the order in which a reader wants them. */
export const suggestionsTool: AITool = {
  name: 'report_suggestions',
  description: 'Reports suggestions on the composition to its author, the most important first.',
  inputSchema: strictObject({
    suggestions: {
      type: 'array',
      items: strictObject({
        kind: { type: 'string', enum: [...suggestionKinds] },
        title: { type: 'string', description: 'What to do, on one line.' },
        explanation: { type: 'string', description: 'What is wrong and how it would be better, in one to three sentences of plain text.' },
        lines: {
          type: 'array',
          description: 'The lines that it is about; empty for the whole composition.',
          items: strictObject({ first: lineNumber, last: lineNumber }),
        },
        prompt: { type: ['integer', 'null'], description: 'Number of the recommended prompt, for a recommendation only.' },
      }),
    },
  }),
};

/** @throws {AIError} `tooLarge` when the composition takes too much of the model's context */
export async function suggestionRequest(uri: string, text: string, model: AIModel, selection: ContextSelection): Promise<SuggestionRequest> {
  const budgets = tokenBudgets(model);
  const body = numberedBody(text);
  const tokens = estimateTokens(body.lines.join('\n'));
  if (tokens > budgets.composition) throw new AIError('tooLarge', { detail: `~${figure(tokens)} > ${figure(budgets.composition)} (25 % / ${figure(budgets.context)})` });

  const prompts = selection.prompts.map(({ title, text: promptText }) => `Title: ${singleLine(title, 200)}\n\n${promptText}`);
  const composition = withNumbers(body);
  const used = usedPrompts(selection, body);
  const promptMark = await markFor(prompts, [composition]);
  const mark = await markFor([composition], prompts);
  const parts: readonly AIPart[] = [
    ...prompts.map(
      (prompt, index): AIPart => ({
        kind: 'prompt',
        label: selection.prompts[index]?.title ?? '',
        text: `${enclosed(`prompt ${index + 1}`, promptMark, prompt)}\n`,
        stable: true,
      }),
    ),
    { kind: 'composition', label: basenameOf(uri), text: `${enclosed('composition', mark, composition)}\n` },
    { kind: 'instructions', label: suggestionsTool.name, text: instructions(prompts.length, used, body, promptMark, mark) },
  ];
  return {
    request: { task: 'suggestions', model: model.id, system, messages: [{ role: 'user', parts }], tool: suggestionsTool, maxOutputTokens: budgets.output },
    body,
    recommendable: new Map(selection.prompts.flatMap(({ uri: promptUri }, index) => (used.has(index + 1) ? [] : [[index + 1, promptUri] as const]))),
  };
}

function instructions(count: number, used: ReadonlySet<number>, { first, last }: NumberedBody, promptMark: string, mark: string): string {
  return [
    count === 0
      ? 'No prompts of the library are given, so there is nothing to recommend.'
      : `Above are ${count} prompts of the author's library, with the mark ${promptMark}.`,
    ...(used.size > 0 ? [`Already part of the composition, and not to be recommended: ${[...used].join(', ')}.`] : []),
    `The composition has the mark ${mark} and the lines ${first} to ${last}. Report your suggestions on it.`,
  ].join(' ');
}

/** Numbers of the prompts that the composition refers to, was made with, or has in it word by word. */
function usedPrompts({ prompts }: ContextSelection, { lines }: NumberedBody): ReadonlySet<number> {
  const text = lines.join('\n');
  const isUsed = ({ reasons, text: promptText }: ChosenPrompt): boolean => {
    if (reasons.some(({ kind }) => kind === 'referenced')) return true;
    const body = linesOf(promptText).join('\n').trim();
    return body.length >= MIN_BODY && text.includes(body);
  };
  return new Set(prompts.flatMap((prompt, index) => (isUsed(prompt) ? [index + 1] : [])));
}

function figure(tokens: number): string {
  return tokens.toLocaleString('en');
}

/** All properties are required and there are no others: what services need to hold a model to a schema. */
function strictObject(properties: Readonly<Record<string, unknown>>): AITool['inputSchema'] {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
