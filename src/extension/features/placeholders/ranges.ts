import * as vscode from 'vscode';

/** A stretch of one line; `start` and `end` are UTF-16 code units of it, `end` is exclusive. */
interface PlacedSpan {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export function rangeOf({ line, start, end }: PlacedSpan): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
