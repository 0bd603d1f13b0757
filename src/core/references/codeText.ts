/** Lines of a code block whose fence is longer than any row of backticks in `contents`, so that nothing in it can end the block. */
export function fencedBlock(contents: string, language: string): readonly string[] {
  const lines = contents.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(/\n$/, '').split('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(contents) + 1));
  return [fence + language, ...lines, fence];
}

const languages: Readonly<Record<string, string>> = {
  cjs: 'js',
  mjs: 'js',
  cts: 'ts',
  mts: 'ts',
  md: 'markdown',
  mdc: 'markdown',
  mkd: 'markdown',
  yml: 'yaml',
  htm: 'html',
  h: 'c',
  hpp: 'cpp',
  cc: 'cpp',
  kts: 'kotlin',
  kt: 'kotlin',
  rs: 'rust',
  rb: 'ruby',
  sh: 'bash',
  zsh: 'bash',
  ps1: 'powershell',
  txt: '',
  dockerfile: 'dockerfile',
  makefile: 'makefile',
};

/** Name of the language for a fence; empty when the file name tells none. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? name : name.slice(dot + 1);
  const known = Object.hasOwn(languages, extension) ? languages[extension] : undefined;
  return known ?? (dot > 0 && /^[a-z][a-z0-9+-]{0,15}$/.test(extension) ? extension : '');
}

/** Inline code that shows exactly `text`, on one line. */
export function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return ticks + pad + text.replace(/\s+/g, ' ') + pad + ticks;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
