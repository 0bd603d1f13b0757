import { l10n } from 'vscode';
import type { LibraryNotice } from '../core/app';
import type { NearMissReason } from '../core/prompts/nearMiss';
import { parsePlaceholders } from '../core/prompts/placeholders';
import type { PromptProblem, ProblemSeverity } from '../core/prompts/problems';

/** What is wrong and what to do about it, in one or two plain sentences. May hold text of the author: plain text only. */
export function problemMessage(problem: PromptProblem): string {
  const detail = problem.detail ?? '';
  switch (problem.code) {
    case 'duplicatePlaceholder':
      return l10n.t('The placeholder "{0}" is used twice. Give each one its own name.', detail);
    case 'nearMissPlaceholder':
      return nearMissMessage(parsePlaceholders(detail).nearMisses[0]?.reason, problem.fix?.newText);
    case 'invalidFrontmatter':
      return detail
        ? l10n.t('Invalid YAML: {0}. Put values with special characters in quotes.', withoutFinalStop(detail))
        : l10n.t('Invalid YAML. Put values with special characters in quotes.');
    case 'unsupportedFrontmatter':
      return detail
        ? l10n.t('Frontmatter of the kind "{0}" is not read. Use YAML between two lines of "---".', detail)
        : l10n.t('This kind of frontmatter is not read. Use YAML between two lines of "---".');
    case 'unclosedFrontmatter':
      return l10n.t('The frontmatter has no end. Add a line with "---" after its last key.');
    case 'invalidValue':
      return l10n.t('The value of "{0}" is not used: it must be text, or a list for tags.', detail);
    case 'missingTitle':
      return l10n.t('This prompt has no title. Add "title" to its frontmatter.');
    case 'missingDescription':
      return l10n.t('This prompt has no description. Add "description" to its frontmatter.');
    case 'missingTags':
      return l10n.t('This prompt has no tags. Add "tags" to its frontmatter.');
    case 'tooLarge':
      return detail
        ? l10n.t('The file is too large for a prompt ({0}). The limit is 1 MB: split it into smaller prompts.', detail)
        : l10n.t('The file is too large for a prompt. The limit is 1 MB: split it into smaller prompts.');
    case 'unreadable':
      return detail ? l10n.t('The file cannot be read: {0}. Check its permissions.', withoutFinalStop(detail)) : l10n.t('The file cannot be read. Check its permissions.');
    case 'undecodable':
      return l10n.t('The file is not text in an encoding that can be read. Save it as UTF-8.');
  }
}

/** Why something is no placeholder, and what was probably meant. */
export function nearMissMessage(reason: NearMissReason | undefined, suggestion: string | undefined): string {
  const remedy = suggestion === undefined ? l10n.t('It is inserted as plain text.') : l10n.t('Did you mean {0}?', shortened(suggestion));
  return `${nearMissReason(reason)} ${remedy}`;
}

/** What a finding about a folder of the library means, and what to do. */
export function noticeMessage(notice: LibraryNotice): string {
  switch (notice.reason) {
    case 'linkOutside':
      return l10n.t('This link leads out of the library and is not followed. Add its target as a library folder to read it.');
    case 'linkLoop':
      return l10n.t('This link leads back to a folder above it and is not followed.');
    case 'tooDeep':
      return l10n.t('This folder is nested too deeply and is not read. Move it further up.');
    case 'unreadableFolder':
      return l10n.t('This folder cannot be read. Check its permissions.');
    case 'tooMany':
      return l10n.t('This folder holds more files than a library can show; the rest is left out. Choose a smaller folder.');
  }
}

/** Name of a quick fix, as a command: `Change to {{text:name}}`. `undefined` when the problem has no fix. */
export function fixTitle(problem: PromptProblem): string | undefined {
  if (!problem.fix) return undefined;
  const text = shortened(problem.fix.newText);
  switch (problem.code) {
    case 'missingTitle':
      return l10n.t('Add a Title: {0}', shortened(titleIn(problem.fix.newText)));
    case 'duplicatePlaceholder':
      return l10n.t('Rename to {0}', text);
    case 'nearMissPlaceholder':
      return l10n.t('Change to {0}', text);
    case 'unclosedFrontmatter':
      return l10n.t('Close the Frontmatter');
    case 'missingDescription':
      return l10n.t('Add a Description');
    case 'missingTags':
      return l10n.t('Add Tags');
    case 'invalidFrontmatter':
    case 'unsupportedFrontmatter':
    case 'invalidValue':
    case 'tooLarge':
    case 'unreadable':
    case 'undecodable':
      return text === '' ? l10n.t('Fix the Frontmatter') : l10n.t('Change to {0}', text);
  }
}

/** Heading of a group of problems. */
export function severityLabel(severity: ProblemSeverity): string {
  switch (severity) {
    case 'error':
      return l10n.t('Errors');
    case 'warning':
      return l10n.t('Warnings');
    case 'hint':
      return l10n.t('Hints');
  }
}

function nearMissReason(reason: NearMissReason | undefined): string {
  switch (reason) {
    case 'type':
    case 'case':
      return l10n.t('Not a placeholder: its type must be "text" or "list".');
    case 'separator':
      return l10n.t('Not a placeholder: an ordinary colon must follow its type.');
    case 'blanks':
      return l10n.t('Not a placeholder: there must be no spaces in it.');
    case 'name':
      return l10n.t('Not a placeholder: names have only letters A to Z, digits and underscores.');
    case 'unclosed':
      return l10n.t('Not a placeholder: two closing braces are missing.');
    case 'nested':
      return l10n.t('Not a placeholder: placeholders cannot be nested.');
    case undefined:
      return l10n.t('This looks like a placeholder, but is none.');
  }
}

/** The value of the `title` line that a fix adds, without its quotes. */
function titleIn(yaml: string): string {
  const value = /^title:[ \t]*(.*)$/m.exec(yaml)?.[1]?.trim() ?? yaml;
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59).toWellFormed()}…` : line;
}

function withoutFinalStop(sentence: string): string {
  return sentence.replace(/[.\s]+$/, '');
}
