import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import type { AI, GetSuggestionsOptions, SuggestionChange, Suggestions } from './ai';
import type { ContextSelection } from './contextSelector';
import type { AIParts } from './liveAI';
import type { SuggestionList } from './suggestion';

/** See {@link Suggestions}. */
export class LiveSuggestions extends DisposableStore implements Suggestions {
  readonly #changed = this.add(new Emitter<string>());
  readonly onDidChange = this.#changed.event;

  constructor(_ai: Pick<AI, 'provider' | 'model' | 'select'>, _parts: AIParts) {
    super();
  }
  of(uri: string): SuggestionList {
    return { uri, run: { kind: 'idle' }, suggestions: [], text: undefined, context: undefined, unreadable: 0, at: undefined };
  }
  context(_uri: string, _text: string, _signal: AbortSignal): Promise<ContextSelection> {
    return Promise.resolve({ selector: 'score', prompts: [], tokens: 0, leftOut: [] });
  }
  chooseContext(_uri: string, _wanted: readonly string[], _unwanted: readonly string[]): void {}
  get(_uri: string, _text: string, _options: GetSuggestionsOptions): Promise<void> {
    return Promise.resolve();
  }
  stop(_uri: string): void {}
  update(_uri: string, _id: string, _change: SuggestionChange): void {}
}
