import { URI } from 'vscode-uri';
import type { PromptSource } from '../../../core/library/promptSource';
import { basenameOf, dirnameOf, joinUri } from '../../../core/util/uri';
import type { Strictness } from '../../contributions';
import { folderUri } from '../../folderSetting';

/** The settings and workspace folders that decide where prompts come from. */
export interface SourceSettings {
  /** Path of the user's home folder. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** `promptstack.library.path` as written. */
  readonly path: string;
  /** `promptstack.library.folders` without a workspace folder. */
  readonly folders: readonly string[];
  readonly workspaceFolders: readonly WorkspaceFolderSettings[];
  readonly userLibrary: Strictness;
  readonly otherFolders: Strictness;
  readonly missingMetadata: boolean;
  /** Label of the user library. */
  readonly userLabel: string;
}

interface WorkspaceFolderSettings {
  readonly uri: string;
  readonly name: string;
  /** `promptstack.library.folders` as it holds in this folder. */
  readonly folders: readonly string[];
}

interface SourcesOfSettings {
  /** Without duplicates; the user library first. */
  readonly sources: readonly PromptSource[];
  /** Values that name no folder: the default was taken, or the entry left out. */
  readonly invalid: readonly { readonly setting: 'promptstack.library.path' | 'promptstack.library.folders'; readonly value: string }[];
}

/** Where prompts come from, and how strictly each folder is judged. */
export function sourcesOf(settings: SourceSettings): SourcesOfSettings {
  const { home, platform, workspaceFolders } = settings;
  const invalid: SourcesOfSettings['invalid'][number][] = [];
  const sources = new Map<string, PromptSource>();
  const add = (kind: PromptSource['kind'], root: string, label: string): void => {
    if (sources.has(root)) return;
    const strictness = kind === 'folder' ? settings.otherFolders : settings.userLibrary;
    sources.set(root, { id: root, label, kind, root, validation: { strictness, missingMetadata: settings.missingMetadata } });
  };

  const fallback = URI.file(`${home}/.promptstack/data`).toString();
  const own = settings.path.trim() === '' ? fallback : folderUri(settings.path, { home, platform });
  if (own === undefined) invalid.push({ setting: 'promptstack.library.path', value: settings.path });
  add('user', own ?? fallback, settings.userLabel);

  for (const { uri, name } of workspaceFolders) add('workspace', joinUri(uri, '.promptstack', 'prompts'), name);

  const scopes = workspaceFolders.length > 0 ? workspaceFolders : [{ uri: undefined, folders: settings.folders }];
  for (const { uri, folders } of scopes) {
    for (const value of folders) {
      const root = folderUri(value, { home, platform, workspaceFolder: uri });
      if (root !== undefined) add('folder', root, basenameOf(root) || root);
      else if (!invalid.some((known) => known.value === value)) invalid.push({ setting: 'promptstack.library.folders', value });
    }
  }
  return { sources: withDistinctLabels([...sources.values()]), invalid };
}

/** Two folders of one name are told apart by the folders they lie in. */
function withDistinctLabels(sources: readonly PromptSource[]): readonly PromptSource[] {
  const count = new Map<string, number>();
  for (const { label } of sources) count.set(label, (count.get(label) ?? 0) + 1);
  return sources.map((source) => {
    if (source.kind !== 'folder' || count.get(source.label) === 1) return source;
    const parent = basenameOf(dirnameOf(source.root));
    return parent === '' ? source : { ...source, label: `${source.label} (${parent})` };
  });
}
