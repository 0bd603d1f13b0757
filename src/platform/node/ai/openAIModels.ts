import { MAX_NAME, modelLine } from '../../../core/ai/modelText';
import type { AIModel } from '../../../core/ai/provider';

/** What servers add to the list, which the API itself knows no field for. */
const CONTEXT_FIELDS = ['context_length', 'max_context_length', 'context_window', 'max_model_len'];
const OUTPUT_FIELDS = ['max_output_tokens', 'max_completion_tokens'];

/** Words in names of models that make or read something else than text: they must not be what is asked by default. */
const OTHER_KINDS = /embed|whisper|transcri|tts|speech|audio|realtime|image|dall-e|sora|moderation|rerank/i;

/** Models of a list as services send it, newest first where they tell; those for conversations before all others. */
export function openAIModels(list: readonly unknown[]): readonly AIModel[] {
  const models = list.flatMap((item) => {
    const fields = (typeof item === 'object' && item !== null ? item : {}) as Readonly<Record<string, unknown>>;
    const { id, name, created } = fields;
    if (typeof id !== 'string' || id === '') return [];
    const model: AIModel = {
      id,
      name: modelLine(typeof name === 'string' && name !== '' ? name : id, MAX_NAME),
      contextTokens: firstNumber(fields, CONTEXT_FIELDS),
      maxOutputTokens: firstNumber(fields, OUTPUT_FIELDS),
    };
    return [{ model, created: typeof created === 'number' ? created : 0, isOther: OTHER_KINDS.test(id) }];
  });
  models.sort((a, b) => Number(a.isOther) - Number(b.isOther) || b.created - a.created);
  return models.map(({ model }) => model);
}

function firstNumber(fields: Readonly<Record<string, unknown>>, names: readonly string[]): number | undefined {
  return names.map((name) => fields[name]).find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0);
}
