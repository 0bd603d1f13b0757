import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App, LibraryChange } from '../../src/core/app';
import { openDiskLibrary } from '../support/diskLibrary';
import { syntheticPromptFile } from '../support/syntheticPrompts';
import { median, report, time } from './support/figures';

/**
 * `refresh_ms`: from a file written to disk until the library announces it, over the real watcher; the wait in which events are gathered
 * (0.1 s and a little) is part of it. `refresh_500_ms`: the same for 500 files at once, as a git checkout does it. Beside: a rescan of
 * everything by sizes and times, and a load from nothing.
 */

const size = 10_000;
const rounds = 15;

const base = mkdtempSync(join(tmpdir(), 'promptstack-refresh-'));
try {
  await bench(join(base, 'library'));
} finally {
  rmSync(base, { recursive: true });
}

async function bench(folder: string): Promise<void> {
  const files = writeLibrary(folder);
  const app = openDiskLibrary(folder, dirname(folder));
  const load = await time(() => app.library.whenReady());
  const write = (index: number, round: number): void => writeFileSync(files[index] ?? '', `---\ntitle: Changed ${round}\n---\n\n${index}\n`);

  const single: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < rounds; round++) {
    single.push(await time(() => announced(app, 1, () => write(round, round))));
  }
  for (let round = 0; round < 5; round++) {
    many.push(
      await time(() =>
        announced(app, 500, () => {
          for (let index = 0; index < 500; index++) write(1000 + index, round);
        }),
      ),
    );
  }
  const rescans: number[] = [];
  for (let round = 0; round < 5; round++) rescans.push(await time(() => app.library.refresh()));
  app.dispose();
  const beside = { rescan_ms: median(rescans), load_ms: load };
  report({ name: 'refresh_ms', size, value: median(single), unit: 'ms', beside });
  report({ name: 'refresh_500_ms', size, value: median(many), unit: 'ms', beside });
}

/** Resolves when so many different prompts were announced after `act`. */
function announced(app: App, count: number, act: () => void): Promise<void> {
  return new Promise((resolve) => {
    const seen = new Set<string>();
    const subscription = app.library.onDidChange(({ added, changed }: LibraryChange) => {
      for (const { uri } of [...added, ...changed]) seen.add(uri);
      if (seen.size < count) return;
      subscription.dispose();
      resolve();
    });
    act();
    // The watcher keeps nothing alive.
    const alive = setInterval(() => seen.size >= count && clearInterval(alive), 50);
  });
}

function writeLibrary(folder: string): readonly string[] {
  const settled = new Date(Date.now() - 3_600_000);
  return Array.from({ length: size }, (_, index) => {
    const { path, text } = syntheticPromptFile(index, 1);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, settled, settled);
    return file;
  });
}
