import type { Event } from '../util/event';
import type { FileReference, ReferenceContext, ReferenceTarget } from './reference';
import type { FileHit, WorkspaceFiles } from './workspaceFiles';

/** What the domain knows of references to files. */
export interface References {
  readonly files: WorkspaceFiles;
  /** Fires when targets may have changed: files appeared, went, were allowed. */
  readonly onDidChange: Event<void>;

  /**
   * Resolves when {@link parse}, {@link pathTo}, {@link format} and {@link formatPath} may be used: in the turn of the event loop after the
   * start, so that only what runs at once has to wait for it.
   */
  whenLoaded(): Promise<void>;

  /** The references of a text, in order of appearance; none in frontmatter, code blocks and inline code. */
  parse(text: string): readonly FileReference[];

  /**
   * Where a reference leads: the first candidate that exists, else where it should be. Reads at most the first bytes of the target.
   * What leaves the workspace (`..`, an absolute path, a symbolic link) is not touched unless {@link allowOutside} named it.
   */
  resolve(reference: FileReference, context: ReferenceContext): Promise<ReferenceTarget>;

  /** The user said yes to reading this file outside of the workspace; holds until the window closes. */
  allowOutside(uri: string): void;
  isAllowedOutside(uri: string): boolean;

  /**
   * Text of a target that is `ok`, decoded as a prompt file would be.
   * @throws {FileSystemError} also with reason `noPermission` for a target outside that was not allowed
   */
  read(uri: string): Promise<string>;

  /** Title of a file: frontmatter `title`, else its first heading, else its name without extension. Never fails. */
  titleOf(uri: string): Promise<string>;

  /** Files that a missing reference may have meant, best first. */
  candidatesFor(reference: FileReference, context: ReferenceContext, limit?: number): Promise<readonly FileHit[]>;

  /** The path to write in `context.documentUri` for a file: relative to the document where both are in the workspace, else to the root folder. Decoded. */
  pathTo(uri: string, context: ReferenceContext, syntax: 'link' | 'wiki' | 'hash' | 'at'): string;

  /** `[title](path)` and its kin with everything escaped that has to be. @param path decoded */
  format(syntax: 'link' | 'wiki' | 'hash' | 'at', path: string, title: string): string;

  /** `path` as it has to be written at the place of a reference of that syntax; `fragment` is kept. @param path decoded */
  formatPath(reference: FileReference, path: string): string;
}
