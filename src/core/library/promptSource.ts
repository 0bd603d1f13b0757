import type { ValidationProfile } from '../prompts/problems';

/** One folder of prompts. */
export interface PromptSource {
  /** Stable and unique: the root URI. */
  readonly id: string;
  /** Shown to the user: `User`, the workspace folder's or the folder's name. */
  readonly label: string;
  readonly kind: 'user' | 'workspace' | 'folder';
  /** URI of the folder. It may not exist (yet). */
  readonly root: string;
  readonly validation: ValidationProfile;
}
