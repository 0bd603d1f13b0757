import { FileSystemError, type FileSystemErrorReason } from '../../core/ports/fileSystem';

const reasons: Readonly<Record<string, FileSystemErrorReason>> = {
  ENOENT: 'notFound',
  ENOTDIR: 'notFound',
  EEXIST: 'exists',
  ENOTEMPTY: 'exists',
  EACCES: 'noPermission',
  EPERM: 'noPermission',
  EROFS: 'noPermission',
  EISDIR: 'isADirectory',
  ENOSPC: 'noSpace',
  EDQUOT: 'noSpace',
};

/** The `code` of a system error, e.g. `ENOENT`; `undefined` for anything else. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A system error as the core knows it; what has no word of its own there is `unavailable`. */
export function toFileSystemError(error: unknown, uri: string): FileSystemError {
  if (error instanceof FileSystemError) return error;
  return new FileSystemError(reasons[codeOf(error) ?? ''] ?? 'unavailable', uri, { cause: error });
}
