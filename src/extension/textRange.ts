import * as vscode from 'vscode';
import type { TextRange } from '../core/prompts/problems';

/** The same range in the editor's own shape. */
export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
