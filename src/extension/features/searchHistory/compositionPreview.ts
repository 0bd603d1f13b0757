import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { CompositionSummary } from '../../../core/history/composition';
import type { Snippet } from '../../../core/history/compositionRepository';
import { compositionBody } from '../../../core/history/compositionText';
import type { PickPreviewText } from '../../pickPreview';
import { placeOfSnippet } from './foundText';

/** What the preview beside a list shows of a composition. @param snippet what was found of it */
export async function compositionPreview(app: App, { uuid }: CompositionSummary, snippet?: Snippet): Promise<PickPreviewText> {
  const history = await app.history.load();
  const loaded = await history.load(uuid).catch(() => undefined);
  if (!loaded) return { text: vscode.l10n.t('This composition cannot be read.') };
  // Editors give a document one kind of line end, and positions in it are to be those of this text. Empty lines behind the frontmatter tell nothing.
  const text = compositionBody(loaded.text).replace(/\r\n?/g, '\n').replace(/^\n+/, '');
  return { text, place: snippet && placeOfSnippet(text, snippet) };
}
