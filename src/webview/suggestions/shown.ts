import type { Action, Item, ItemAction, SuggestionsTexts, ViewState } from '../../protocol/suggestions';

/** What the page shows, and how: nothing else decides what is drawn. */
export interface Shown {
  readonly state: ViewState;
  readonly texts: SuggestionsTexts;
  /** As people of the editor's language write numbers. */
  readonly number: (value: number) => string;
  /** Seconds until it goes on or may be tried again; 0 for nothing to wait for. */
  readonly seconds: number;
  /** Items on the screen: without the dismissed ones, unless they are shown. */
  readonly items: readonly Item[];
  readonly dismissed: number;
  /** The item that the keyboard is at; empty for none. */
  readonly current: string;
  readonly expanded: ReadonlySet<string>;
  readonly showsDismissed: boolean;
  readonly showsContext: boolean;
}

/** What the templates tell of. */
export interface ViewEvents {
  act(action: Action): void;
  judge(id: string, action: ItemAction): void;
  showLines(id: string, index: number): void;
  select(id: string): void;
  toggle(id: string): void;
  toggleDismissed(): void;
  toggleContext(): void;
}

/** Whether a question is on its way. */
export function isRunning({ run }: ViewState): boolean {
  return run === 'queued' || run === 'sent' || run === 'streaming' || run === 'waiting';
}
