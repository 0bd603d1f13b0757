import * as vscode from 'vscode';
import type { CompositionSummary } from '../core/history/composition';

/** Tells a composition in its own file from the record of another document, and from one whose file is gone. */
export function compositionIcon({ isMissing, source }: CompositionSummary): vscode.ThemeIcon {
  if (isMissing) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  return new vscode.ThemeIcon(source === undefined ? 'note' : 'files');
}
