import { type FillFormEvents, fillFormProtocol, type FillFormRequests, type FormState, type Method, type SavedForm } from '../../protocol/fillForm';
import { Channel } from '../channel';
import { FormView } from './formView';

/** A value longer than this, in UTF-16 code units, is told of after a pause, not with every key. */
const LONG = 20_000;
/** Milliseconds. */
const PAUSE = 300;

/** The page of the form: draws what the extension says and tells it of everything that is typed. */
class Page {
  readonly #channel = new Channel<FillFormRequests, FillFormEvents>(fillFormProtocol, ({ params }) => this.#update(params));
  readonly #delayed = new Map<string, ReturnType<typeof setTimeout>>();
  #uri = '';
  #form: FormView | undefined;
  #focused: string | undefined;
  #filling = false;

  async start(): Promise<void> {
    const { uri, texts, state } = await this.#channel.request('ready', null);
    this.#uri = uri;
    const form = new FormView(texts, state, {
      changed: (name, value) => this.#changed(name, value),
      focused: (name) => this.#reveal(name),
      take: async (name, source) => {
        const taken = await this.#ask('take', { name, source });
        if (taken?.message) form.say(taken.message);
        return taken?.text ?? null;
      },
      fill: () => void this.#fill(),
      copy: () => void this.#copy(texts.copied),
      close: () => void this.#ask('close', null),
    });
    this.#form = form;
    this.#failed = texts.failed;
    document.body.append(form.element);
    form.focusFirst();
    this.#save();
    // A page that goes away may still send what it holds back.
    window.addEventListener('pagehide', () => this.#flush());
    window.addEventListener('blur', () => this.#flush());
  }

  #failed = '';

  #update(state: FormState): void {
    this.#form?.update(state);
  }

  #changed(name: string, value: readonly string[]): void {
    clearTimeout(this.#delayed.get(name));
    this.#delayed.delete(name);
    if (value.reduce((length, item) => length + item.length, 0) > LONG) this.#delayed.set(name, setTimeout(() => this.#flush(), PAUSE));
    else {
      void this.#ask('edit', { name, value });
      this.#save();
    }
  }

  /** Tells what was held back. */
  #flush(): void {
    if (this.#delayed.size === 0) return;
    const values = this.#form?.values() ?? [];
    for (const { name, value } of values) if (this.#delayed.has(name)) void this.#ask('edit', { name, value });
    this.#delayed.forEach((timer) => clearTimeout(timer));
    this.#delayed.clear();
    this.#save();
  }

  #save(): void {
    const form: SavedForm = { uri: this.#uri, values: this.#form?.values() ?? [] };
    this.#channel.save(form);
  }

  #reveal(name: string): void {
    if (this.#focused === name) return;
    this.#focused = name;
    void this.#ask('reveal', { name });
  }

  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    this.#flush();
    const result = await this.#ask('fill', null);
    this.#filling = false;
    if (result?.problem) this.#form?.say(result.problem);
  }

  async #copy(done: string): Promise<void> {
    this.#flush();
    if ((await this.#ask('copy', null)) !== undefined) this.#form?.say(done);
  }

  /** @returns `undefined` when it failed; the user has been told. */
  async #ask<M extends Method>(method: M, params: FillFormRequests[M]['params']): Promise<FillFormRequests[M]['result'] | undefined> {
    try {
      return await this.#channel.request(method, params);
    } catch {
      this.#form?.say(this.#failed);
      return undefined;
    }
  }
}

void new Page().start();
