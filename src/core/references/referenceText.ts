/** What reads and writes the text of references, as one piece that is loaded after the start. */
export { formatPathOf, formatReference } from './formatReference';
export { parseReferences } from './parseReferences';
export { pathToWrite } from './referencePaths';
