import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { measureText } from '../../src/core/ai/textMeasure';
import { MeasuredDocuments } from '../../src/extension/features/statusBar/measuredDocuments';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { readyApi } from './support/libraryFolder';

interface Followed {
  readonly measured: MeasuredDocuments;
  /** The figures are those of the text. */
  readonly check: () => void;
  readonly stop: () => void;
}

suite('status bar', () => {
  suiteSetup(() => readyApi());
  teardown(closeEditors);

  /** A document whose figures are followed from the beginning. */
  async function followed(content: string): Promise<{ editor: vscode.TextEditor } & Followed> {
    const document = await newDocument({ content });
    return { editor: await showEditor(document), ...(await follow(document)) };
  }
  async function follow(document: vscode.TextDocument): Promise<Followed> {
    const measured = new MeasuredDocuments();
    const subscription = vscode.workspace.onDidChangeTextDocument((event) => measured.change(event));
    await measured.prepare(document, () => false);
    const check = (): void => {
      const body = document.getText().replace(/^(?:[^\S\n]*\n)+|(?:\r?\n[^\S\r\n]*)+$/g, '');
      assert.deepEqual(measured.figuresOf(document).body, measureText(body));
    };
    return { measured, check, stop: () => void subscription.dispose() };
  }

  test('figures follow every way of editing', async () => {
    const { editor, check, stop } = await followed(Array.from({ length: 40 }, (_, line) => `Line ${line} has ${'a word '.repeat(line % 5)}and ends`).join('\n'));
    const { document } = editor;
    const ends = [3, 9, 17, 30].map((line) => document.lineAt(line).range.end);
    try {
      check();
      editor.selections = ends.map((end) => new vscode.Selection(end, end));
      await vscode.commands.executeCommand('default:type', { text: '!' });
      check();
      await vscode.commands.executeCommand('default:type', { text: '\n' });
      check();
      await editor.edit((edit) => {
        edit.insert(new vscode.Position(1, 2), 'two\nmore lines\n');
        edit.delete(new vscode.Range(5, 3, 12, 4));
        edit.replace(new vscode.Range(20, 0, 21, 0), 'another text of its own: 日本語\n\n\n');
      });
      check();
      for (const command of ['undo', 'undo', 'redo', 'editor.action.moveLinesUpAction', 'editor.action.copyLinesDownAction', 'editor.action.commentLine', 'deleteLeft']) {
        await vscode.commands.executeCommand(command);
        check();
      }
      await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
      await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'behind the change of line ends\r\n'));
      check();
      await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, document.lineCount, 0)));
      assert.deepEqual(document.getText(), '');
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'new'));
      check();
    } finally {
      stop();
    }
  });

  test('figures of selections are those of their text', async () => {
    const { editor, measured, stop } = await followed('First line of it\n\nthird one, with 🙂 signs\nthe last');
    try {
      const { document } = editor;
      assert.equal(measured.figuresOfSelection(document, [new vscode.Selection(0, 3, 0, 3)]), undefined);
      for (const selection of [new vscode.Selection(0, 6, 0, 10), new vscode.Selection(3, 2, 0, 4), new vscode.Selection(2, 0, 3, 0)]) {
        assert.deepEqual(measured.figuresOfSelection(document, [selection]), measureText(document.getText(selection)));
      }
      const two = measured.figuresOfSelection(document, [new vscode.Selection(0, 0, 0, 5), new vscode.Selection(3, 4, 3, 8)]);
      assert.deepEqual([two?.characters, two?.words, two?.lines], [9, 2, 2]);
    } finally {
      stop();
    }
  });

  test('frontmatter is not part of what is sent', async () => {
    const { editor, measured, stop } = await followed('---\ntitle: A prompt\n---\n\nThe body\n\n');
    try {
      assert.deepEqual(measured.figuresOf(editor.document).body, measureText('The body'));
      await editor.edit((edit) => edit.delete(new vscode.Range(2, 0, 3, 0)));
      assert.equal(measured.figuresOf(editor.document).frontmatter, undefined);
      assert.deepEqual(measured.figuresOf(editor.document).body, measureText(editor.document.getText().trimEnd()));
    } finally {
      stop();
    }
  });

  test('a document of 10,000 lines and one of a megabyte in a line are measured', async () => {
    for (const content of ['A line of a long prompt, with some words.\n'.repeat(10_000), 'word '.repeat(200_000)]) {
      const document = await newDocument({ content });
      const { check, stop } = await follow(document);
      try {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(0, 5), 'here\nand there');
        assert.ok(await vscode.workspace.applyEdit(edit));
        assert.ok(document.lineCount > 1);
        check();
      } finally {
        stop();
      }
    }
  });
});
