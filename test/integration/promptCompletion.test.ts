import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('completing prompts', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-completion');
    await library.writePrompt('quokka', 'Dear {{text:name}},\n\n\tcode $x }\nBye', 'Quokka Letter');
    await library.writePrompt('quokka-list', '{{list:things}}', 'A List of Quokkas');
    await library.writePrompt('quokka-broken', '{{text:a}} {{text:a}}', 'Quokka Broken');
  });
  suiteTeardown(() => library.dispose());
  teardown(closeEditors);

  /** Completions of ours at the `|`. */
  async function complete(text: string, language = 'markdown'): Promise<readonly vscode.CompletionItem[]> {
    const document = await newDocument({ language, content: text.replace('|', '') });
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(text.indexOf('|')),
      undefined,
      5,
    );
    return list.items.filter(({ command }) => command?.command === '_promptstack.promptCompleted');
  }
  const labels = (items: readonly vscode.CompletionItem[]) => items.map(({ label }) => (typeof label === 'string' ? label : label.label));

  test('offers what the search finds, best first, without prompts that have errors', async () => {
    assert.deepEqual(labels(await complete('/quokka|')).slice(0, 2), ['Quokka Letter', 'A List of Quokkas']);
    assert.deepEqual(labels(await complete('text\n  see >>quoka lettr|')).slice(0, 1), ['Quokka Letter']);
    assert.ok((await complete('/|')).length > 3);
    assert.ok(!labels(await complete('/quokka|')).includes('Quokka Broken'));
  });

  test('replaces the trigger and the words by a snippet that is indented as the line', async () => {
    const [item] = await complete('x\n    /quokka letter|');
    assert.ok(item?.range instanceof vscode.Range);
    assert.deepEqual([item.range.start.line, item.range.start.character, item.range.end.character], [1, 4, 18]);
    assert.ok(item.insertText instanceof vscode.SnippetString);
    assert.equal(item.insertText.value, 'Dear ${1:name},\n\n    \tcode \\$x \\}\n    Bye$0');
    assert.equal(item.keepWhitespace, true);
  });

  test('shows the beginning of the prompt', async () => {
    const [item] = await complete('/quokka letter|');
    assert.match((item?.documentation as vscode.MarkdownString).value, /^\s*```markdown\nDear \{\{text:name\}\},/);
    assert.equal(item?.detail, 'For a test');
  });

  test('keeps out of paths, quotes, code and frontmatter, and of other languages', async () => {
    for (const text of ['/usr/|', '// |', '>> quokka|', 'and/quokka|', '```\n/quokka|\n```', '---\n/quokka|\n---\n', '`>>quokka|`']) {
      assert.deepEqual(await complete(text), [], text);
    }
    assert.deepEqual(await complete('/quokka|', 'shellscript'), []);
    const [first] = await complete('```\n```\n/quokka|');
    assert.ok(first);
  });

  test('is off by setting, and in the languages of the setting', async () => {
    const settings = vscode.workspace.getConfiguration('promptstack');
    try {
      await settings.update('completion.enabled', false, vscode.ConfigurationTarget.Global);
      assert.deepEqual(await complete('/quokka|'), []);
      await settings.update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
      await settings.update('languages', ['plaintext'], vscode.ConfigurationTarget.Global);
      assert.deepEqual(await complete('/quokka|'), []);
      assert.ok((await complete('/quokka|', 'plaintext')).length > 0);
    } finally {
      await settings.update('completion.enabled', undefined, vscode.ConfigurationTarget.Global);
      await settings.update('languages', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok((await complete('/quokka|')).length > 0);
  });

  test('does not offer a prompt inside itself', async () => {
    const uri = await library.writePrompt('self', 'text\n\n/quokka itself\n', 'Quokka Itself');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, new vscode.Position(8, 14));
    assert.ok(!labels(list.items).includes('Quokka Itself'));
  });

  test('lists prompts however quickly somebody types', async () => {
    for (const pause of [0, 5, 20, 60, 150]) {
      const document = await newDocument({ content: '' });
      await showEditor(document);
      for (const text of '/quokka l') {
        await vscode.commands.executeCommand('default:type', { text });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      // Accepting does nothing until the list is there.
      await until(async () => {
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        return document.getText() !== '/quokka l';
      }, `a suggestion is accepted after pauses of ${pause} ms`);
      assert.equal(document.getText(), 'Dear name,\n\n\tcode $x }\nBye', `pauses of ${pause} ms`);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
});
