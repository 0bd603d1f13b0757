import type { AppPorts } from '../../src/core/createApp';
import type { PromptSource } from '../../src/core/library/promptSource';
import type { Log } from '../../src/core/ports/log';
import type { Prompt } from '../../src/core/prompts/prompt';
import { basenameOf, relativeTo } from '../../src/core/util/uri';
import { InMemoryFileSystem, memoryUri } from './inMemoryFileSystem';
import { InMemoryJournal } from './inMemoryJournal';
import { noFileLister } from './noFileLister';
import { TestClock } from './testClock';

/** A library folder; a user library at `mem:///library` unless told otherwise. */
export function aSource(properties: Partial<PromptSource> = {}): PromptSource {
  const root = properties.root ?? memoryUri('library');
  return {
    id: root,
    label: basenameOf(root),
    kind: 'user',
    root,
    validation: { strictness: 'strict', missingMetadata: true },
    ...properties,
  };
}

/** A prompt without problems at `path` below `mem:///library`. */
export function aPrompt(path: string, properties: Partial<Prompt> = {}): Prompt {
  const root = properties.sourceId ?? memoryUri('library');
  const uri = properties.uri ?? memoryUri('library', ...path.split('/'));
  const slash = path.indexOf('/');
  return {
    uri,
    sourceId: root,
    path: relativeTo(root, uri) ?? path,
    category: slash < 0 ? '' : path.slice(0, slash),
    title: basenameOf(uri).replace(/\.[^.]+$/, ''),
    titleOrigin: 'frontmatter',
    description: 'What it does',
    tags: ['test'],
    placeholders: [],
    size: 100,
    mtime: Date.UTC(2025, 0, 1),
    problems: [],
    ...properties,
  };
}

/** Text of a prompt file without problems. */
export function promptText(title: string, body = 'Do it.'): string {
  return `---\ntitle: ${title}\ndescription: About ${title}\ntags: [test]\n---\n\n${body}\n`;
}

/** A log that keeps what was written, as `level message`. */
export class RecordingLog implements Log {
  readonly lines: string[] = [];

  debug(message: string): void {
    this.lines.push(`debug ${message}`);
  }

  info(message: string): void {
    this.lines.push(`info ${message}`);
  }

  warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(message: string, error?: unknown): void {
    this.lines.push(`error ${message}${error instanceof Error ? `: ${error.message}` : ''}`);
  }
}

/** Everything `createApp` needs, in memory. */
export function inMemoryPorts(): AppPorts & {
  readonly fileSystem: InMemoryFileSystem;
  readonly clock: TestClock;
  readonly log: RecordingLog;
  readonly journal: InMemoryJournal;
} {
  return {
    fileSystem: new InMemoryFileSystem(),
    clock: new TestClock(),
    log: new RecordingLog(),
    journal: new InMemoryJournal(),
    fileLister: noFileLister,
    history: { folder: 'file:///history' },
    storage: { indexFolder: memoryUri('storage', 'index'), continuationsFolder: memoryUri('storage', 'continuations'), version: 'test' },
  };
}
