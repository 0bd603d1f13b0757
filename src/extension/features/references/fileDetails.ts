import * as vscode from 'vscode';
import { estimateTokens } from '../../../core/ai/tokens';
import type { References } from '../../../core/references/references';
import { FileSystemError } from '../../../core/ports/fileSystem';

const SHOWN_LINES = 12;
const SHOWN_COLUMNS = 160;

/** What the list of suggestions tells about the highlighted file: its title and size, and how it begins. Reads the file. */
export async function fileDetails(references: References, uri: string, token: vscode.CancellationToken): Promise<Pick<vscode.CompletionItem, 'detail' | 'documentation'>> {
  const title = await references.titleOf(uri);
  if (token.isCancellationRequested) return {};
  let text: string;
  try {
    text = await references.read(uri);
  } catch (error) {
    return { detail: `${title} · ${reasonText(error)}` };
  }
  if (token.isCancellationRequested) return {};
  const size = vscode.l10n.t('{0} characters, ~{1} tokens', text.length.toLocaleString(vscode.env.language), estimateTokens(text).toLocaleString(vscode.env.language));
  const extension = /\.([A-Za-z0-9]+)$/.exec(uri)?.[1] ?? '';
  return { detail: `${title} · ${size}`, documentation: new vscode.MarkdownString().appendCodeblock(beginningOf(text), extension) };
}

function beginningOf(text: string): string {
  const lines = text.slice(0, SHOWN_LINES * 4 * SHOWN_COLUMNS).split(/\r\n?|\n/, SHOWN_LINES + 1);
  const shown = lines.slice(0, SHOWN_LINES).map((line) => (line.length > SHOWN_COLUMNS ? `${line.slice(0, SHOWN_COLUMNS)}…` : line));
  return [...shown, ...(lines.length > SHOWN_LINES ? ['…'] : [])].join('\n');
}

function reasonText(error: unknown): string {
  if (FileSystemError.is(error) && error.reason === 'tooLarge') return vscode.l10n.t('larger than 1 MB');
  return vscode.l10n.t('cannot be read as text');
}
