import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Log } from '../../core/ports/log';

interface RotatingFileLogOptions {
  /** A file that has grown to this many bytes is set aside before the next line. Default 10 MB. */
  readonly maxBytes?: number;
  /** How many files are kept in all. Default 3. */
  readonly maxFiles?: number;
}

/**
 * Writes every message from `info` up as one line of JSON, into `promptstack.jsonl` of a folder; `promptstack.1.jsonl` and so on are older.
 * Lines are written in the background, in order. A log that cannot be written is given up silently: it must never disturb the work it reports on.
 */
export class RotatingFileLog implements Log {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  #pending: string[] = [];
  #writing: Promise<void> | undefined;
  /** Unknown until the first write looked at the file. */
  #size: number | undefined;

  constructor(folder: string, options: RotatingFileLogOptions = {}) {
    this.#folder = folder;
    this.#maxBytes = options.maxBytes ?? 10 * 1024 * 1024;
    this.#maxFiles = options.maxFiles ?? 3;
  }

  debug(): void {}

  info(message: string): void {
    this.#add('info', message);
  }

  warn(message: string): void {
    this.#add('warn', message);
  }

  error(message: string, error?: unknown): void {
    this.#add('error', message, error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error);
  }

  /** Resolves when everything logged so far is written or given up. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #add(level: 'info' | 'warn' | 'error', message: string, error?: unknown): void {
    this.#pending.push(`${JSON.stringify({ time: new Date().toISOString(), level, message, error })}\n`);
    this.#start();
  }

  #start(): void {
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = undefined;
      if (this.#pending.length > 0) this.#start();
    });
  }

  async #drain(): Promise<void> {
    try {
      await fs.mkdir(this.#folder, { recursive: true });
      this.#size ??= await sizeOf(this.#file(0));
      while (this.#pending.length > 0) {
        if (this.#size >= this.#maxBytes) await this.#rotate();
        const lines = this.#pending.join('');
        this.#pending = [];
        await fs.appendFile(this.#file(0), lines);
        this.#size += Buffer.byteLength(lines);
      }
    } catch {
      this.#pending = [];
    }
  }

  async #rotate(): Promise<void> {
    await fs.rm(this.#file(this.#maxFiles - 1), { force: true });
    for (let age = this.#maxFiles - 2; age >= 0; age--) {
      await fs.rename(this.#file(age), this.#file(age + 1)).catch(ignoreMissing);
    }
    this.#size = 0;
  }

  #file(age: number): string {
    return path.join(this.#folder, age === 0 ? 'promptstack.jsonl' : `promptstack.${age}.jsonl`);
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await fs.stat(file).catch(ignoreMissing))?.size ?? 0;
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
