import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A path inside the checkout. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Everything that tests and `npm start` leave behind: downloaded editors, profiles, screenshots. Not under version control. */
export const workFolder = (...parts) => inRoot('.vscode-test', ...parts);
