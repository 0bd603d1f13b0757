import { isSavedUsage, type SavedUsage, seriesOf, type UsageEvents, usageProtocol, type UsageRequests, type UsageState } from '../../protocol/usage';
import { Channel } from '../channel';
import { dayOf, localOffset } from '../days';
import { Formats } from '../formats';
import { UsageView } from './usageView';

/** How often the page looks whether another day has begun, in milliseconds. */
const MINUTE = 60_000;

/** The page of the use of language models: asks for figures, and draws them. */
class Page {
  readonly #channel = new Channel<UsageRequests, UsageEvents>(usageProtocol, () => void this.#load());
  #shown: SavedUsage;
  #view: UsageView | undefined;
  #state: UsageState | undefined;
  #failure = '';
  #today = today();
  /** The last request; answers to earlier ones are not shown. */
  #request = 0;

  constructor() {
    const saved = this.#channel.saved();
    this.#shown = isSavedUsage(saved) ? saved : { range: 'month', series: '' };
  }

  async start(): Promise<void> {
    const { language, texts } = await this.#channel.request('ready', null);
    this.#failure = texts.failure;
    this.#view = new UsageView(texts, new Formats(language), {
      rangeChanged: (range) => this.#show({ ...this.#shown, range }),
      seriesChanged: (series) => this.#show({ ...this.#shown, series }),
      setPrices: () => void this.#tell('setPrices'),
      selectProvider: () => void this.#tell('selectProvider'),
      retry: () => void this.#load(),
    });
    document.body.append(this.#view.element);
    setInterval(() => {
      if (this.#today !== today()) void this.#load();
    }, MINUTE);
    await this.#load();
  }

  #show(shown: SavedUsage): void {
    this.#shown = shown;
    this.#channel.save(shown);
    this.#draw();
  }

  #draw(): void {
    if (!this.#state) return;
    const { series } = this.#shown;
    // A model that is no longer among the figures cannot be looked at; the choice is kept, as it may come back.
    const isKnown = series === '' || this.#state.rows.some((row) => seriesOf(row) === series);
    this.#view?.update(this.#state, isKnown ? this.#shown : { ...this.#shown, series: '' });
  }

  async #load(): Promise<void> {
    const request = ++this.#request;
    this.#today = today();
    try {
      const state = await this.#channel.request('load', null);
      if (request !== this.#request) return;
      this.#state = state;
      this.#draw();
    } catch {
      if (request === this.#request) this.#view?.say(this.#failure, true);
    }
  }

  async #tell(method: 'setPrices' | 'selectProvider'): Promise<void> {
    try {
      await this.#channel.request(method, null);
    } catch {
      this.#view?.say(this.#failure);
    }
  }
}

function today(): number {
  return dayOf(Date.now(), localOffset);
}

void new Page().start();
