import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** More than any of these files has; packed-refs of a huge repository is read up to here. Bytes. */
const MAX_BYTES = 16_000_000;
const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The commit that is checked out in the repository around a folder, read from its files: nothing is run. Worktrees and submodules count as
 * repositories.
 * @returns `undefined` where there is no repository, no commit, or another way of keeping references
 */
export async function gitHead(folder: string): Promise<string | undefined> {
  const gitFolder = await gitFolderAround(resolve(folder));
  if (gitFolder === undefined) return undefined;
  const head = (await textOf(join(gitFolder, 'HEAD')))?.trim();
  if (head === undefined || HASH.test(head)) return head;
  const [, ref] = /^ref: (refs\/[^\s:?*[\\^~]+)$/.exec(head) ?? [];
  if (ref === undefined || ref.split('/').includes('..')) return undefined;
  const common = (await textOf(join(gitFolder, 'commondir')))?.trim();
  const folders = common === undefined ? [gitFolder] : [gitFolder, resolve(gitFolder, common)];
  for (const each of folders) {
    const hash = (await textOf(join(each, ref)))?.trim() ?? packed(await textOf(join(each, 'packed-refs')), ref);
    if (hash !== undefined && HASH.test(hash)) return hash;
  }
  return undefined;
}

async function gitFolderAround(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, '.git');
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isDirectory()) return candidate;
    const [, path] = found?.isFile() ? (/^gitdir: (.+)$/m.exec((await textOf(candidate)) ?? '') ?? []) : [];
    if (path !== undefined) return resolve(at, path.trim());
    if (dirname(at) === at) return undefined;
  }
}

function packed(refs: string | undefined, ref: string): string | undefined {
  return refs
    ?.split('\n')
    .find((line) => line.endsWith(` ${ref}`))
    ?.slice(0, -ref.length - 1);
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    return size > MAX_BYTES ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
