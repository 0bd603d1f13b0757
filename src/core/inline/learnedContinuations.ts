import type { PromptLibrary } from '../app';
import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import type { Journal } from '../ports/journal';
import type { Log } from '../ports/log';
import type { Disposable } from '../util/dispose';
import type { Continuations } from './continuations';

export interface LearnedContinuationsOptions {
  readonly library: PromptLibrary;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal;
  readonly folder: string;
  readonly version: string;
}

export const LearnedContinuations = class {
  constructor(readonly options: LearnedContinuationsOptions) {}
  dispose(): void {}
} as unknown as new (options: LearnedContinuationsOptions) => Continuations & Disposable;
