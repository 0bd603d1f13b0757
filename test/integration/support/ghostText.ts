import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks for ghost text until there is some and accepts it with a command; what was learned last, and the first answer, may take a while.
 * @returns the text of the document then
 */
export async function acceptGhostText({ document }: vscode.TextEditor, command = 'editor.action.inlineSuggest.commit'): Promise<string> {
  const before = document.getText();
  const end = Date.now() + 40_000;
  // Asking again cancels the request before, so a slow machine gets more time each time.
  for (let patience = 1000; document.getText() === before && Date.now() < end; patience *= 1.5) {
    // The editor keeps an answer, also an empty one, until the document changes.
    if (patience > 1000) await changeAndBack(document);
    await run('editor.action.inlineSuggest.trigger');
    const giveUp = Date.now() + patience;
    while (document.getText() === before && Date.now() < giveUp) {
      await pause(50);
      // Does nothing before there is some.
      await run(command);
    }
  }
  assert.notEqual(document.getText(), before, 'ghost text is accepted');
  return document.getText();
}

/**
 * Asks several times, accepts what is there, and finds the document as it was.
 * @param patience after which a suggestion would have come, in milliseconds
 */
export async function acceptNoGhostText({ document }: vscode.TextEditor, patience = 150): Promise<void> {
  const before = document.getText();
  for (let attempt = 0; attempt < 3; attempt++) {
    await run('editor.action.inlineSuggest.trigger');
    await pause(patience);
    await run('editor.action.inlineSuggest.commit');
  }
  assert.equal(document.getText(), before);
}

async function changeAndBack(document: vscode.TextDocument): Promise<void> {
  const before = document.getText();
  await run('default:type', { text: '~' });
  await run('deleteLeft');
  const end = Date.now() + 10_000;
  while (document.getText() !== before && Date.now() < end) await pause(20);
}
