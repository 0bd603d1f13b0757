import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptInfo, PromptStackApi, PromptStackExports } from '../../../src/extension/api/promptstack';

/** The API of the extension under test, when its library was loaded. */
export async function readyApi(): Promise<PromptStackApi> {
  const extension = vscode.extensions.getExtension<PromptStackExports>('promptstack.promptstack');
  if (!extension) throw new Error('The extension is not installed');
  const api = (await extension.activate()).getAPI(1);
  await api.whenReady();
  return api;
}

/** A category of the user library (of the home folder of this test run) that goes away with {@link dispose}. */
export class LibraryFolder {
  readonly path: string;
  readonly #api: PromptStackApi;

  constructor(api: PromptStackApi, category: string) {
    this.#api = api;
    this.path = path.join(os.homedir(), '.promptstack', 'data', category);
    fs.mkdirSync(this.path, { recursive: true });
  }

  uri(name: string): string {
    return vscode.Uri.file(path.join(this.path, name)).toString();
  }

  /** Writes a file and waits until the library has it as it is now. @returns its URI */
  async write(name: string, text: string | Uint8Array): Promise<string> {
    const uri = this.uri(name);
    const before = this.#api.get(uri);
    fs.writeFileSync(path.join(this.path, name), text);
    await until(() => this.#api.get(uri) !== undefined && this.#api.get(uri) !== before, `the library knows ${name}`);
    return uri;
  }

  /** Writes a valid prompt with this body. @returns its URI */
  writePrompt(name: string, body: string, title = name): Promise<string> {
    return this.write(`${name}.md`, `---\ntitle: ${JSON.stringify(title)}\ndescription: For a test\ntags: [test]\n---\n\n${body}\n`);
  }

  /** Deletes a file; the library may not know yet. */
  delete(name: string): void {
    fs.rmSync(path.join(this.path, name));
  }

  /** Deletes the folder and waits until the library has forgotten it. */
  async dispose(): Promise<void> {
    const uri = vscode.Uri.file(this.path).toString();
    fs.rmSync(this.path, { recursive: true, force: true });
    await until(() => !this.#api.list().some((prompt: PromptInfo) => prompt.uri.startsWith(uri)), 'the library forgets the folder');
  }
}

/** Resolves when `holds` does. @throws an error that names `what` after 30 seconds */
export async function until(holds: () => boolean | Thenable<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
