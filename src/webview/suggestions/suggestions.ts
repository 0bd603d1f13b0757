import { render } from 'lit';
import {
  type Action,
  isSavedView,
  type Item,
  type ItemAction,
  type SavedView,
  type SuggestionsEvents,
  suggestionsProtocol,
  type SuggestionsRequests,
  type SuggestionsTexts,
  type ViewState,
} from '../../protocol/suggestions';
import { Channel } from '../channel';
import { element } from '../dom';
import { announcement } from './announcements';
import { type KeyMeaning, keyMeaning } from './keys';
import { ListFocus } from './listFocus';
import { pageView } from './pageView';
import type { Shown, ViewEvents } from './shown';

/** Milliseconds: how often a countdown is looked at, the pause between two announcements, and the one after scrolling. */
const TICK = 250;
const PAUSE = 1000;
const SCROLL_PAUSE = 200;

const nothingKept: SavedView = { uri: '', scroll: 0, current: '', expanded: [], showsDismissed: false, showsContext: false };

/** The page of the Suggestions view: draws what the extension says and tells it what was pressed. */
class Page implements ViewEvents {
  readonly #channel = new Channel<SuggestionsRequests, SuggestionsEvents>(suggestionsProtocol, ({ params }) => this.#update(params));
  readonly #main = element('main');
  readonly #live = element('p', { class: 'spoken', role: 'status' });
  readonly #focus = new ListFocus(this.#main, (id) => this.select(id));
  #texts: SuggestionsTexts | undefined;
  #state: ViewState | undefined;
  #number = (value: number): string => String(value);
  #kept: SavedView;
  /** By `performance.now()`, when what is waited for is over; 0 for nothing. */
  #deadline = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #speaking: ReturnType<typeof setTimeout> | undefined;
  #unspoken = '';
  #scrolled: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const saved = this.#channel.saved();
    this.#kept = isSavedView(saved) ? saved : nothingKept;
  }

  async start(): Promise<void> {
    const { language, texts, state } = await this.#channel.request('ready', null);
    this.#texts = texts;
    this.#number = numbersOf(language);
    this.#main.setAttribute('aria-label', texts.title);
    document.body.append(this.#main, this.#live);
    this.#main.addEventListener('keydown', (event) => this.#key(event));
    window.addEventListener('scroll', () => this.#noteScroll(), { passive: true });
    this.#update(state);
    // The components of the header have their height only a moment later.
    const { scroll } = this.#kept;
    requestAnimationFrame(() => window.scrollTo({ top: scroll }));
  }

  act(action: Action): void {
    void this.#ask('act', { action });
  }

  judge(id: string, action: ItemAction): void {
    const uri = this.#state?.document?.uri;
    if (uri !== undefined) void this.#ask('judge', { uri, id, action });
  }

  showLines(id: string, index: number): void {
    const uri = this.#state?.document?.uri;
    if (uri !== undefined) void this.#ask('showLines', { uri, id, index });
  }

  select(id: string): void {
    if (id !== this.#kept.current) this.#keep({ current: id });
  }

  toggle(id: string): void {
    const { expanded } = this.#kept;
    this.#keep({ current: id, expanded: expanded.includes(id) ? expanded.filter((each) => each !== id) : [...expanded, id] });
  }

  toggleDismissed(): void {
    this.#keep({ showsDismissed: !this.#kept.showsDismissed });
  }

  toggleContext(): void {
    this.#keep({ showsContext: !this.#kept.showsContext });
  }

  #update(state: ViewState): void {
    const texts = this.#texts;
    if (!texts) return;
    const before = this.#state;
    this.#state = before ? { ...state, items: sameItems(before.items, state.items) } : state;
    const uri = state.document?.uri ?? '';
    if (this.#kept.uri !== uri) this.#kept = { ...nothingKept, uri, showsContext: this.#kept.showsContext };
    const wait = state.failure?.wait ?? state.waiting?.wait ?? 0;
    this.#deadline = wait > 0 ? performance.now() + wait : 0;
    this.#tick();
    this.#draw();
    if (before) this.#say(announcement(before, state, texts));
  }

  #keep(change: Partial<SavedView>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#draw();
    this.#channel.save(this.#kept);
  }

  #draw(): void {
    const shown = this.#shown();
    if (shown) this.#focus.keepWhile(shown.current, () => render(pageView(shown, this), this.#main));
  }

  #shown(): Shown | undefined {
    const state = this.#state;
    const texts = this.#texts;
    if (!state || !texts) return undefined;
    const { showsDismissed, showsContext, expanded } = this.#kept;
    const items = showsDismissed ? state.items : state.items.filter((item) => item.state !== 'dismissed');
    const dismissed = state.items.reduce((count, item) => count + (item.state === 'dismissed' ? 1 : 0), 0);
    const current = this.#currentAmong(items, state.items);
    if (current !== this.#kept.current) this.#kept = { ...this.#kept, current };
    return { state, texts, number: this.#number, seconds: this.#seconds(), items, dismissed, current, expanded: new Set(expanded), showsDismissed, showsContext };
  }

  /** The item that the keyboard is at, or the one that took its place. */
  #currentAmong(items: readonly Item[], all: readonly Item[]): string {
    const { current } = this.#kept;
    if (items.some(({ id }) => id === current)) return current;
    const index = all.findIndex(({ id }) => id === current);
    const after = all.slice(index + 1).find((item) => items.includes(item));
    return (index === -1 ? items[0] : (after ?? items.at(-1)))?.id ?? '';
  }

  #seconds(): number {
    return this.#deadline === 0 ? 0 : Math.max(0, Math.ceil((this.#deadline - performance.now()) / 1000));
  }

  /** Counts down while there is something to wait for. */
  #tick(): void {
    clearInterval(this.#ticking);
    let shown = this.#seconds();
    if (shown === 0) return;
    this.#ticking = setInterval(() => {
      const seconds = this.#seconds();
      if (seconds === shown) return;
      shown = seconds;
      this.#draw();
      if (seconds > 0) return;
      clearInterval(this.#ticking);
      if (this.#state?.run === 'failed') this.#say(this.#texts?.retryNow ?? '');
    }, TICK);
  }

  /** By a screen reader, the latest only: what arrives one by one is not worth a sentence each. */
  #say(text: string): void {
    if (text === '') return;
    this.#unspoken = text;
    this.#speaking ??= setTimeout(() => {
      this.#speaking = undefined;
      this.#live.textContent = this.#unspoken;
    }, PAUSE);
  }

  #key(event: KeyboardEvent): void {
    const place = this.#focus.placeOf(event);
    // The library's buttons act on the space bar, and the page would scroll as well.
    if (event.key === ' ' && event.target instanceof Element && event.target.localName === 'vscode-button') event.preventDefault();
    const meaning = place && keyMeaning(event, place);
    if (!meaning) return;
    event.preventDefault();
    this.#do(meaning);
  }

  #do(meaning: KeyMeaning): void {
    const shown = this.#shown();
    const item = shown?.items.find(({ id }) => id === shown.current);
    if (!shown || !item) return;
    switch (meaning) {
      case 'next':
      case 'previous':
      case 'first':
      case 'last':
        return this.#focus.move(meaning);
      case 'details':
        return this.toggle(item.id);
      case 'get':
        return this.act('get');
      case 'leave':
        return this.act('focusEditor');
      case 'apply':
        // Changes are accepted by their button: a letter pressed twice must not do it.
        if (item.state === 'applying') this.#focus.toButton(item.id, 'accept');
        else if (item.state === 'pending') this.judge(item.id, 'apply');
        return;
      case 'dismiss':
        if (item.state === 'pending' || item.state === 'error') this.judge(item.id, 'dismiss');
        else if (item.state === 'applying') this.#focus.toButton(item.id, 'reject');
        return;
      case 'retry':
        if (item.state === 'error') this.judge(item.id, 'apply');
        else if (shown.state.failure?.canRetry && shown.seconds === 0) this.act('get');
    }
  }

  #noteScroll(): void {
    clearTimeout(this.#scrolled);
    this.#scrolled = setTimeout(() => {
      this.#kept = { ...this.#kept, scroll: Math.max(0, Math.round(window.scrollY)) };
      this.#channel.save(this.#kept);
    }, SCROLL_PAUSE);
  }

  async #ask<M extends keyof SuggestionsRequests>(method: M, params: SuggestionsRequests[M]['params']): Promise<void> {
    try {
      await this.#channel.request(method, params);
    } catch {
      this.#say(this.#texts?.failed ?? '');
    }
  }
}

/** The new items, as the objects that they were where nothing changed: those are not drawn again. */
function sameItems(before: readonly Item[], now: readonly Item[]): readonly Item[] {
  const known = new Map(before.map((item) => [item.id, item]));
  return now.map((item) => {
    const earlier = known.get(item.id);
    return earlier && JSON.stringify(earlier) === JSON.stringify(item) ? earlier : item;
  });
}

function numbersOf(language: string): (value: number) => string {
  const locale = Intl.NumberFormat.supportedLocalesOf([/^[\w-]+$/.test(language) ? language : 'en']);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  return (value) => numbers.format(value);
}

void new Page().start();
