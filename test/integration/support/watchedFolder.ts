import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

/**
 * Makes a folder of the workspace in which VS Code notices files. Its watcher misses all that happens in a folder which appeared in the
 * moment after the folder around it; making the folder again repairs that. Deletes what was in it.
 */
export async function makeWatchedFolder(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    if (await isWatched(folder)) return;
  }
  throw new Error(`VS Code does not watch ${folder}`);
}

async function isWatched(folder: string): Promise<boolean> {
  const probe = path.join(folder, 'probe.txt');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '*'));
  let told = false;
  watcher.onDidCreate(() => (told = true));
  watcher.onDidChange(() => (told = true));
  // Touched again and again, as the folder itself may still be on its way to the watcher.
  for (let touch = 0; touch < 15 && !told; touch++) {
    fs.writeFileSync(probe, String(touch));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  watcher.dispose();
  fs.rmSync(probe, { force: true });
  return told;
}
