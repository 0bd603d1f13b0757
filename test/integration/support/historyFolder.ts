import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** The folder of compositions of this test run, as long as no setting names another one. */
export const historyFolder = path.join(os.homedir(), '.promptstack', 'data', '.history');

/** Compositions and recordings on disk: path and text, the newest name last. */
export function compositionFiles(folder = historyFolder): readonly { readonly file: string; readonly text: string }[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
    .sort()
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, text: fs.readFileSync(file, 'utf8') }));
}

/** Texts that are kept but in no file yet. */
export function drafts(folder = historyFolder): readonly string[] {
  const inside = path.join(folder, '.drafts');
  return namesIn(inside)
    .filter((name) => name.endsWith('.draft') && !name.startsWith('.'))
    .map((name) => fs.readFileSync(path.join(inside, name), 'utf8'));
}

function namesIn(folder: string): readonly string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
