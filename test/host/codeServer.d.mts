export interface Profile {
  readonly home: string;
  readonly userData: string;
  readonly extensions: string;
}

export interface CodeServer {
  readonly url: string;
  readonly authority: string;
  readonly runFolder: string;
  readonly exited: Promise<number | null>;
  output(): string;
  /** Ends it and all that it started without any warning, as a crash would. It is still to be stopped. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly testDriver?: boolean;
  readonly trust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
}

export const quietSettings: Readonly<Record<string, unknown>>;
export function createProfile(folder: string): Profile;
export function writeSettings(profile: Profile, settings: Readonly<Record<string, unknown>>): void;
export function codeServerCli(profile: Profile, args: readonly string[]): Promise<string>;
export function startCodeServer(profile: Profile, options?: StartOptions): Promise<CodeServer>;
export function workbenchUrl(
  server: CodeServer,
  options?: { readonly folder?: string; readonly payload?: readonly (readonly [string, string])[] },
): string;
