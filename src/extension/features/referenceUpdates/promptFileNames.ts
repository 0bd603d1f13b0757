import * as vscode from 'vscode';
import { isPromptName } from '../../../core/library/libraryNames';

interface LanguageContribution {
  readonly id?: unknown;
  readonly extensions?: unknown;
  readonly filenames?: unknown;
}

/**
 * Tells by its name whether a file is a prompt document: what the library takes for a prompt, and what VS Code would open in one of
 * these languages. Files that are told by more than name and extension are only found in an editor.
 */
export function promptNameTest(languages: readonly string[]): (name: string) => boolean {
  const [endings, names] = [new Set<string>(), new Set<string>()];
  for (const { id, extensions, filenames } of contributedLanguages()) {
    if (typeof id !== 'string' || !languages.includes(id)) continue;
    for (const ending of strings(extensions)) endings.add(ending.toLowerCase());
    for (const name of strings(filenames)) names.add(name.toLowerCase());
  }
  const associations: unknown = vscode.workspace.getConfiguration('files').get('associations');
  for (const [pattern, language] of Object.entries(associations ?? {})) {
    if (typeof language !== 'string' || !languages.includes(language)) continue;
    if (/^\*\.[^*?{}[\]/]+$/.test(pattern)) endings.add(pattern.slice(1).toLowerCase());
    else if (!/[*?{}[\]/]/.test(pattern)) names.add(pattern.toLowerCase());
  }
  return (name) => {
    if (isPromptName(name)) return true;
    const lower = name.toLowerCase();
    if (names.has(lower)) return true;
    for (let dot = lower.indexOf('.'); dot !== -1; dot = lower.indexOf('.', dot + 1)) if (endings.has(lower.slice(dot))) return true;
    return false;
  };
}

function contributedLanguages(): readonly LanguageContribution[] {
  return vscode.extensions.all.flatMap(({ packageJSON }) => {
    const languages = (packageJSON as { readonly contributes?: { readonly languages?: unknown } }).contributes?.languages;
    return Array.isArray(languages) ? (languages as readonly LanguageContribution[]) : [];
  });
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
