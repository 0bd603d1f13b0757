import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { newDocument, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

/** Files that somebody made to hurt. The library must show what can be shown, run nothing and stay alive. */
suite('a hostile library', () => {
  let api: PromptStackApi;
  let folder: LibraryFolder;
  let outside: string;

  suiteSetup(async () => {
    api = await readyApi();
    outside = fs.mkdtempSync(path.join(os.tmpdir(), 'outside-'));
    fs.writeFileSync(path.join(outside, 'secret.md'), '---\ntitle: Secret\n---\nnot for the library\n');
    folder = new LibraryFolder(api, 'hostile');
  });

  suiteTeardown(async () => {
    execFileSync('rm', ['-rf', path.join(folder.path, 'deep')]);
    await folder.dispose();
    fs.rmSync(outside, { recursive: true });
  });

  const titles = (): readonly string[] => api.list().map(({ title }) => title);
  const alive = async (): Promise<void> => void (await folder.write(`alive-${Math.random()}.md`, '---\ntitle: Alive\n---\nbody\n'));

  test('runs no frontmatter', async () => {
    const proof = path.join(outside, 'ran');
    const code = `(require('fs').writeFileSync(${JSON.stringify(proof)}, ''), { title: 'ran' })`;
    for (const [index, language] of ['js', 'javascript', 'JS', ' js', 'coffee', 'json', 'toml', 'constructor', '__proto__'].entries()) {
      await folder.write(`code-${index}.md`, `---${language}\n${code}\n---\nbody\n`);
    }
    await folder.write('tag.md', `---\ntitle: Tagged\nvalue: !!js/function 'function () { ${code} }'\n---\nbody\n`);
    await folder.write('proto.md', '---\ntitle: Proto\n__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\n---\nbody\n');
    assert.ok(titles().includes('Tagged'));
    assert.ok(titles().includes('Proto'));
    assert.ok(!titles().includes('ran'));
    assert.ok(!fs.existsSync(proof));
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  test('is not stopped by a YAML bomb, a huge file or a binary one', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'bcdefghij'.split('').map((k, i) => `${k}: &${k} [${`*${'abcdefghi'[i] ?? 'a'},`.repeat(9)}]`)];
    await folder.write('bomb.md', `---\ntitle: Bomb\n${bomb.join('\n')}\ntags: *j\n---\nbody\n`);
    await folder.write('huge.md', new Uint8Array(50 * 1024 * 1024).fill(97));
    await folder.write('binary.md', Uint8Array.from({ length: 4096 }, (_, i) => (i * 7) % 256));
    await alive();
    for (const name of ['huge.md', 'binary.md']) {
      const prompt = api.get(folder.uri(name));
      assert.equal(prompt?.problems[0]?.severity, 'error', name);
      assert.equal(await api.insert(folder.uri(name)), false, name);
    }
  });

  test('follows no link out of the library and no loop', async () => {
    const links = { out: outside, 'secret.md': path.join(outside, 'secret.md'), self: '.', up: '..', 'dangling.md': 'nowhere' };
    for (const [name, target] of Object.entries(links)) {
      fs.rmSync(path.join(folder.path, name), { force: true });
      fs.symlinkSync(target, path.join(folder.path, name));
    }
    await folder.writePrompt('once', 'body', 'Found once');
    await vscode.commands.executeCommand('promptstack.refreshLibrary');
    assert.ok(!titles().includes('Secret'));
    assert.equal(titles().filter((title) => title === 'Found once').length, 1);
  });

  test('survives folders within folders beyond any path length', async () => {
    // Deeper than a path can be written: made and removed by relative steps, a thousand folders each.
    const step = 'd/'.repeat(1000);
    const script = `mkdir -p deep && cd deep && for i in 1 2 3 4 5; do mkdir -p ${step} && cd ${step} 2>/dev/null || exit 0; done; echo x > x.md`;
    execFileSync('sh', ['-c', script], { cwd: folder.path });
    await alive();
    await vscode.commands.executeCommand('promptstack.refreshLibrary');
  });

  test('takes every name that a file can have', async () => {
    const names = ['a b', '#1', '100%', '%41', 'q?', "it's", '"quoted"', 'émoji 😀', 'new\nline', 'back\\slash', 'משפט', '\u202egpj', '[x](command:y)', '<b>', '~', 'con', '-rf'];
    for (const name of names) {
      const uri = await folder.writePrompt(name, `body of it`, `Named ${name}`);
      assert.equal(api.get(uri)?.uri, uri);
    }
    const document = await newDocument({ content: '' });
    await showEditor(document);
    for (const name of names) await api.insert(folder.uri(`${name}.md`));
    assert.equal(document.getText().split('body of it').length - 1, names.length);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('forgets a folder that goes while it is being read', async () => {
    const vanishing = path.join(folder.path, 'vanishing');
    fs.mkdirSync(vanishing);
    for (let i = 0; i < 500; i++) fs.writeFileSync(path.join(vanishing, `${i}.md`), `---\ntitle: Gone ${i}\n---\nbody\n`);
    fs.rmSync(vanishing, { recursive: true });
    await alive();
    await until(() => !titles().some((title) => title.startsWith('Gone')), 'the folder is forgotten');
  });
});

suite('changes from outside', () => {
  test('a checkout that adds, changes and removes 500 files at once is known, without touching the rest', async () => {
    const api = await readyApi();
    const folder = new LibraryFolder(api, 'checkout');
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], { cwd: folder.path });
    const write = (i: number, title: string): void => fs.writeFileSync(path.join(folder.path, `${i}.md`), `---\ntitle: ${title} ${i}\n---\nbody\n`);
    try {
      git('init', '-q', '-b', 'one');
      for (let i = 0; i < 400; i++) write(i, 'First');
      git('add', '.');
      git('commit', '-q', '-m', 'one');
      git('checkout', '-q', '-b', 'two');
      for (let i = 0; i < 200; i++) write(i, 'Second');
      for (let i = 200; i < 300; i++) fs.rmSync(path.join(folder.path, `${i}.md`));
      for (let i = 400; i < 600; i++) write(i, 'Second');
      git('add', '-A');
      git('commit', '-q', '-m', 'two');
      const count = (title: string): number => api.list().filter((prompt) => prompt.title.startsWith(`${title} `)).length;
      await until(() => count('Second') === 400 && count('First') === 100, 'the library knows the second branch');
      const touched = new Set<string>();
      const subscription = api.onDidChange(({ added, changed, removed }) => [...added, ...changed, ...removed].forEach(({ uri }) => touched.add(uri)));
      git('checkout', '-q', 'one');
      await until(() => count('First') === 400 && count('Second') === 0, 'the library knows the first branch again');
      subscription.dispose();
      assert.equal(touched.size, 500);
      const [hit] = await api.search('Second 401');
      assert.notEqual(hit?.title, 'Second 401');
    } finally {
      await folder.dispose();
    }
  });
});
