import * as vscode from 'vscode';
import { compositionSent } from '../../../core/ai/send/compositionSent';
import type { App } from '../../../core/app';
import { readCompositionHead } from '../../../core/history/compositionText';
import { gitHead } from '../../../platform/node/gitHead';
import type { Outgoing, Sending } from './sending';

export type TargetId = 'clipboard' | 'chat' | 'claudeCode' | 'terminal' | 'run';

interface SentTo {
  readonly target: TargetId;
  /** Where it ran. */
  readonly provider?: string;
  readonly model?: string;
}

/** Writes a line of the ledger, and counts the prompts of the composition as used. What fails is logged: the text was sent all the same. */
export async function recordSending(app: App, sending: Sending, { payload, masked }: Outgoing, sentTo: SentTo): Promise<void> {
  const at = Date.now();
  try {
    const { uri, text } = sending.subject;
    const composition = await compositionOf(app, sending);
    const { prompts: named } = readCompositionHead(text).head;
    const own = app.library.get(uri) ? [uri] : [];
    const inlined = payload.files.filter((file) => file.isInlined && app.library.get(file.uri)).map((file) => file.uri);
    const prompts = [...new Set([...own, ...named, ...(composition?.prompts ?? []), ...inlined])].filter((prompt) => app.library.get(prompt));
    const event = await compositionSent(app.fileSystem, {
      uuid: composition?.uuid,
      uri,
      ...sentTo,
      text: payload.text,
      tokens: payload.tokens,
      prompts,
      values: sending.values,
      files: payload.files,
      commit: await commitAround(uri),
      masked,
      at,
    });
    await app.events.publish(event);
    for (const prompt of prompts) await app.usage.recordUse(prompt);
  } catch (error) {
    app.log.error('What was sent is not in the ledger', error);
  }
}

async function compositionOf(app: App, { subject: { uri, uuid } }: Sending): Promise<{ readonly uuid: string; readonly prompts: readonly string[] } | undefined> {
  try {
    const history = await app.history.load();
    await history.whenReady();
    return uuid === undefined ? ((await history.findByUri(uri)) ?? (await history.findBySource(uri))) : await history.load(uuid);
  } catch (error) {
    app.log.warn(`The composition that was sent is not known: ${String(error)}`);
    return uuid === undefined ? undefined : { uuid, prompts: [] };
  }
}

/** Nothing is read of a repository that is not trusted. */
async function commitAround(uri: string): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? gitHead(folder.uri.fsPath) : undefined;
}
