import {
  isSavedStatistics,
  type SavedStatistics,
  type StatisticsEvents,
  statisticsProtocol,
  type StatisticsRequests,
  type StatisticsState,
} from '../../protocol/historyStatistics';
import { Channel } from '../channel';
import { dayOf, localOffset } from '../days';
import { Formats } from '../formats';
import { periodsOf } from './calendar';
import { StatisticsView } from './statisticsView';

/** How often the page looks whether another day has begun, in milliseconds. */
const MINUTE = 60_000;

/** The page of the statistics: asks for figures in the user's time, and draws them. */
class Page {
  readonly #channel = new Channel<StatisticsRequests, StatisticsEvents>(statisticsProtocol, () => void this.#load());
  #shown: SavedStatistics;
  #view: StatisticsView | undefined;
  #state: StatisticsState | undefined;
  #failed = '';
  #today = today();
  /** The last request; answers to earlier ones are not shown. */
  #request = 0;
  #loading = false;
  #isStale = false;

  constructor() {
    const saved = this.#channel.saved();
    this.#shown = isSavedStatistics(saved) ? saved : { range: 'days', scope: 'all' };
  }

  async start(): Promise<void> {
    const { language, texts, hasWorkspace } = await this.#channel.request('ready', null);
    if (!hasWorkspace) this.#shown = { ...this.#shown, scope: 'all' };
    this.#failed = texts.failed;
    this.#view = new StatisticsView(texts, new Formats(language), hasWorkspace, {
      rangeChanged: (range) => {
        this.#keep({ ...this.#shown, range });
        this.#draw();
      },
      scopeChanged: (scope) => {
        this.#keep({ ...this.#shown, scope });
        void this.#load(true);
      },
      showPrompt: (uri) => void this.#tell('showPrompt', { uri }),
      newComposition: () => void this.#tell('newComposition', null),
      retry: () => void this.#load(true),
    });
    this.#view.choose(this.#shown);
    document.body.append(this.#view.element);
    setInterval(() => {
      if (this.#today !== today()) void this.#load();
    }, MINUTE);
    await this.#load();
  }

  #keep(shown: SavedStatistics): void {
    this.#shown = shown;
    this.#channel.save(shown);
  }

  #draw(): void {
    if (this.#state) this.#view?.update(this.#state, this.#shown, this.#today);
  }

  /** @param anew whatever is on its way already is not what is wanted. */
  async #load(anew = false): Promise<void> {
    if (this.#loading && !anew) {
      this.#isStale = true;
      return;
    }
    const request = ++this.#request;
    const day = today();
    this.#loading = true;
    this.#isStale = false;
    try {
      const state = await this.#channel.request('load', { periods: periodsOf(day, localOffset), scope: this.#shown.scope });
      if (request !== this.#request) return;
      this.#state = state;
      this.#today = day;
      this.#draw();
    } catch {
      if (request === this.#request) this.#view?.say(this.#failed, true);
    }
    if (request !== this.#request) return;
    this.#loading = false;
    if (this.#isStale) void this.#load();
  }

  async #tell<M extends 'showPrompt' | 'newComposition'>(method: M, params: StatisticsRequests[M]['params']): Promise<void> {
    try {
      await this.#channel.request(method, params);
    } catch {
      this.#view?.say(this.#failed);
    }
  }
}

function today(): number {
  return dayOf(Date.now(), localOffset);
}

void new Page().start();
