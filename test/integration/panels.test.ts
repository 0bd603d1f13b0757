import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

suite('pages among the editors', () => {
  suiteSetup(() => readyApi());
  teardown(closeEditors);

  const labels = (): readonly string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

  for (const [command, title] of [
    ['promptstack.showUsage', 'AI Usage'],
    ['promptstack.historyStatistics', 'History Statistics'],
  ] as const) {
    test(`${title} opens once, and again after it was closed`, async () => {
      const count = (): number => labels().filter((label) => label === title).length;
      await vscode.commands.executeCommand(command);
      await until(() => count() === 1, `there is one tab of ${title}`);
      await showEditor(await newDocument({ language: 'plaintext', content: 'In front' }));
      await vscode.commands.executeCommand(command);
      await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === title, `${title} is in front`);
      assert.equal(count(), 1);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await until(() => count() === 0, `no tab of ${title} is left`);
      await vscode.commands.executeCommand(command);
      await until(() => count() === 1, `there is one tab of ${title}`);
    });
  }
});
