import * as vscode from 'vscode';
import { abortable } from '../../../core/ai/abortable';
import { AIError } from '../../../core/ai/aiError';
import type { AIEvent, AIModel, AIPart, AIProvider, AIRequest, CallOptions, TokenCount, TokenUsage } from '../../../core/ai/provider';
import { estimateTokens } from '../../../core/ai/tokens';
import { languageModelAnswer } from './languageModelAnswer';
import { languageModelError } from './languageModelErrors';

/**
 * The models that the editor offers to extensions. The editor asks for a consent of its own before the first request, and needs no key.
 * Ids are `vendor/id`, as ids of two vendors may be equal.
 */
export class VscodeProvider implements AIProvider {
  readonly id = 'vscode';
  readonly name = 'VS Code';
  readonly destination = 'VS Code language models';
  readonly #closed = new AbortController();

  async models(signal: AbortSignal): Promise<readonly AIModel[]> {
    const models = await this.#select(signal, {});
    if (models.length === 0) {
      throw new AIError('modelNotFound', {
        detail: vscode.l10n.t('No extension offers language models here. Install and sign in to one, such as GitHub Copilot, or select another provider.'),
      });
    }
    return models.map(({ vendor, id, name, maxInputTokens }) => ({
      id: `${vendor}/${id}`,
      name: name || id,
      contextTokens: maxInputTokens > 0 ? maxInputTokens : undefined,
      maxOutputTokens: undefined,
    }));
  }

  async *generate(request: AIRequest, options: CallOptions): AsyncIterable<AIEvent> {
    const call = new Call(options.signal, this.#closed.signal);
    try {
      const model = await this.#model(request.model, call.signal);
      options.onStatus?.({ kind: 'sent' });
      const { stream } = await abortable(model.sendRequest(messagesOf(request), optionsOf(request), call.token), call.signal);
      let answer = '';
      for await (const event of languageModelAnswer(stream, request.tool !== undefined, call.signal)) {
        if (answer === '') options.onStatus?.({ kind: 'streaming' });
        answer += event.type === 'text' ? event.text : event.type === 'toolInput' ? event.json : '';
        yield event;
      }
      yield { type: 'usage', usage: await usageOf(model, request, answer, call.token) };
      yield { type: 'end', reason: 'complete' };
    } catch (error) {
      throw call.failure(error);
    } finally {
      call.dispose();
    }
  }

  async countTokens(request: AIRequest, { signal }: CallOptions): Promise<TokenCount> {
    const call = new Call(signal, this.#closed.signal);
    try {
      const model = await this.#model(request.model, call.signal);
      return { tokens: await abortable(countBy(model, textsOf(request), call.token), call.signal), isExact: true };
    } catch (error) {
      throw call.failure(error);
    } finally {
      call.dispose();
    }
  }

  dispose(): void {
    this.#closed.abort();
  }

  async #model(id: string, signal: AbortSignal): Promise<vscode.LanguageModelChat> {
    const slash = id.indexOf('/');
    const [model] = await this.#select(signal, { vendor: id.slice(0, slash), id: id.slice(slash + 1) });
    if (!model) throw new AIError('modelNotFound', { detail: id });
    return model;
  }

  async #select(signal: AbortSignal, selector: vscode.LanguageModelChatSelector): Promise<readonly vscode.LanguageModelChat[]> {
    try {
      return await abortable(vscode.lm.selectChatModels(selector), signal);
    } catch (error) {
      throw languageModelError(error);
    }
  }
}

/** The end of a call as the editor understands it: somebody aborts it, or it is over. */
class Call {
  readonly signal: AbortSignal;
  readonly #source = new vscode.CancellationTokenSource();
  readonly #cancel = (): void => this.#source.cancel();

  constructor(...signals: AbortSignal[]) {
    this.signal = AbortSignal.any(signals);
    this.signal.addEventListener('abort', this.#cancel);
    if (this.signal.aborted) this.#cancel();
  }

  get token(): vscode.CancellationToken {
    return this.#source.token;
  }

  /** Whatever a cancelled request failed with, it failed because of that. */
  failure(error: unknown): AIError {
    return this.signal.aborted ? new AIError('cancelled', { cause: error }) : languageModelError(error);
  }

  dispose(): void {
    this.signal.removeEventListener('abort', this.#cancel);
    this.#source.cancel();
    this.#source.dispose();
  }
}

/** The editor's models have no system text: it is what the user says first. */
function messagesOf({ system, messages }: AIRequest): vscode.LanguageModelChatMessage[] {
  const textOf = (parts: readonly AIPart[]): vscode.LanguageModelTextPart[] => parts.map(({ text }) => new vscode.LanguageModelTextPart(text));
  return [
    ...(system === '' ? [] : [vscode.LanguageModelChatMessage.User(system)]),
    ...messages.map(({ role, parts }) =>
      role === 'user' ? vscode.LanguageModelChatMessage.User(textOf(parts)) : vscode.LanguageModelChatMessage.Assistant(textOf(parts)),
    ),
  ];
}

function optionsOf({ tool }: AIRequest): vscode.LanguageModelChatRequestOptions {
  return {
    justification: vscode.l10n.t('PromptStack gives advice on your prompts and runs them when you ask for it.'),
    ...(tool && { tools: [{ name: tool.name, description: tool.description, inputSchema: tool.inputSchema }], toolMode: vscode.LanguageModelChatToolMode.Required }),
  };
}

function textsOf({ system, messages, tool }: AIRequest): readonly string[] {
  return [system, ...messages.flatMap(({ parts }) => parts.map(({ text }) => text)), ...(tool ? [JSON.stringify(tool)] : [])].filter((text) => text !== '');
}

async function countBy(model: vscode.LanguageModelChat, texts: readonly string[], token: vscode.CancellationToken): Promise<number> {
  const counts = await Promise.all(texts.map((text) => model.countTokens(text, token)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The editor tells no figures of a call, so they are counted: by the model where it does, else estimated. */
async function usageOf(model: vscode.LanguageModelChat, request: AIRequest, answer: string, token: vscode.CancellationToken): Promise<TokenUsage> {
  const count = (texts: readonly string[]): Promise<number> =>
    countBy(model, texts, token).catch(() => texts.reduce((sum, text) => sum + estimateTokens(text), 0));
  const [input, output] = await Promise.all([count(textsOf(request)), count([answer])]);
  return { input, output, cacheRead: 0, cacheWrite: 0 };
}
