import type * as vscode from 'vscode';

/**
 * Everything that `package.json` declares and code uses, typed once. `contributions.test.ts` holds the manifest against it.
 */

/** What a command accepts as the prompt to act on: its URI, or an item of the library tree. Absent: asked or taken from the editor. */
export type PromptTarget = string | vscode.Uri | { readonly promptUri: string };

/** A category node of the library tree. */
export interface CategoryTarget {
  readonly sourceId: string;
  readonly category: string;
}

type Act = (target?: PromptTarget) => Promise<void>;
/** Menus of a multi-select tree pass the clicked item and the whole selection. */
type ActOnMany = (target?: PromptTarget, selection?: readonly PromptTarget[]) => Promise<void>;
type Run = () => Promise<void>;

/** What a command accepts as the composition to act on: its uuid, or an item of the history tree. Absent: asked or taken from the editor. */
export type CompositionTarget = string | { readonly compositionUuid: string };

type ActOnComposition = (target?: CompositionTarget) => Promise<void>;
type ActOnCompositions = (target?: CompositionTarget, selection?: readonly CompositionTarget[]) => Promise<void>;

export interface CommandTypes {
  /** Without a target: the Quick Pick over the whole library. */
  'promptstack.insertPrompt': Act;
  'promptstack.insertPromptOnNewLine': Act;
  /** @param title prefills the title; menus pass something else here, so anything but a string is ignored. */
  'promptstack.createPrompt': (category?: CategoryTarget, title?: string) => Promise<void>;
  'promptstack.saveSelectionAsPrompt': Run;
  'promptstack.editPrompt': Act;
  /** Without a target: switches the active editor between text and preview. */
  'promptstack.previewPrompt': Act;
  'promptstack.copyPrompt': Act;
  'promptstack.renamePrompt': Act;
  'promptstack.duplicatePrompt': Act;
  'promptstack.movePrompt': ActOnMany;
  'promptstack.deletePrompt': ActOnMany;
  'promptstack.revealPrompt': Act;
  'promptstack.copyPromptPath': Act;
  'promptstack.addFavourite': ActOnMany;
  'promptstack.removeFavourite': ActOnMany;
  'promptstack.validateLibrary': Run;
  'promptstack.refreshLibrary': Run;
  'promptstack.openLibraryFolder': Run;
  'promptstack.addLibraryFolder': Run;
  'promptstack.groupByCategory': Run;
  'promptstack.groupByTag': Run;
  'promptstack.groupBySource': Run;
  'promptstack.showFlat': Run;
  /** @param key bound key, which does what it does elsewhere where it does not mean the placeholder; menus pass something else here. */
  'promptstack.nextPlaceholder': (key?: unknown) => Promise<void>;
  'promptstack.previousPlaceholder': (key?: unknown) => Promise<void>;
  /**
   * Adds, edits, deletes and reorders the items of the list placeholder, or of the bullets, at the cursor.
   * @param at another position of the active editor; menus pass something else here.
   */
  'promptstack.editListPlaceholder': (at?: unknown) => Promise<void>;
  'promptstack.fillPlaceholders': Run;
  /** Enter inside a list; not in the palette. */
  'promptstack.continueList': Run;
  'promptstack.addFileReferences': Run;
  'promptstack.toggleInlineSuggestions': Run;
  /** Characters, lines and tokens of the active prompt document, by part. */
  'promptstack.showPromptSize': Run;
  'promptstack.newComposition': Run;
  /** Records the active Markdown document in the history from now on. */
  'promptstack.trackComposition': Run;
  'promptstack.untrackComposition': Run;
  /** @param query prefills the search; menus pass something else here. */
  'promptstack.searchHistory': (query?: unknown) => Promise<void>;
  /** Opens its text as a new composition; the old one stays as it is. */
  'promptstack.openComposition': ActOnComposition;
  /** Opens the composition itself, or the document that it records. */
  'promptstack.continueComposition': ActOnComposition;
  'promptstack.previewComposition': ActOnComposition;
  /** Two compositions side by side; one is compared with another that is asked for. */
  'promptstack.compareCompositions': ActOnCompositions;
  /** Writes missing Markdown files again; of a tracked document, puts the text back into it. */
  'promptstack.restoreComposition': ActOnCompositions;
  'promptstack.tagComposition': ActOnCompositions;
  'promptstack.copyComposition': ActOnComposition;
  'promptstack.revealComposition': ActOnComposition;
  'promptstack.deleteComposition': ActOnCompositions;
  'promptstack.filterHistory': Run;
  'promptstack.clearHistoryFilter': Run;
  'promptstack.refreshHistory': Run;
  'promptstack.rebuildHistory': Run;
  'promptstack.cleanUpHistory': Run;
  'promptstack.historyStatistics': Run;
  'promptstack.openHistoryFolder': Run;
  /** Asks for advice on the active prompt document and shows it in the Suggestions view. */
  'promptstack.getSuggestions': Run;
  'promptstack.stopSuggestions': Run;
  /** @param uri of the document @param id of the {@link Suggestion} */
  'promptstack.applySuggestion': (uri: string, id: string) => Promise<void>;
  'promptstack.dismissSuggestion': (uri: string, id: string) => Promise<void>;
  /** The prompts that are sent along with a composition. */
  'promptstack.chooseContext': Run;
  /**
   * Puts the edits under review into their document; in the diff editor of a review.
   * @param document URI, as a string, of the document whose review is meant wherever the focus is; menus pass something else here.
   */
  'promptstack.acceptEdits': (document?: unknown) => Promise<void>;
  'promptstack.rejectEdits': (document?: unknown) => Promise<void>;
  /** @param review number of the review, default: of the active diff editor @param hunk number of the change in it, default: at the cursor */
  'promptstack.acceptHunk': (review?: number, hunk?: number) => Promise<void>;
  'promptstack.rejectHunk': (review?: number, hunk?: number) => Promise<void>;
  'promptstack.selectProvider': Run;
  'promptstack.selectModel': Run;
  'promptstack.setApiKey': Run;
  'promptstack.removeApiKey': Run;
  'promptstack.withdrawConsent': Run;
  'promptstack.clearAICache': Run;
  /** Calls, tokens and cost by day and provider. */
  'promptstack.showUsage': Run;
  /** Asks where to; without a target the active document. */
  'promptstack.sendComposition': (target?: PromptTarget | CompositionTarget) => Promise<void>;
  'promptstack.copyResolved': Run;
  'promptstack.sendToChat': Run;
  'promptstack.sendToClaudeCode': Run;
  'promptstack.sendToTerminal': Run;
  /** Asks the provider and writes the answer into a document beside. */
  'promptstack.runPrompt': Run;
  'promptstack.stopRun': Run;
  'promptstack.previewPayload': Run;
  'promptstack.showLog': Run;
}

/** Every command id; the mapped type makes a missing or misspelt one a compile error. */
const commandTable: { readonly [K in keyof CommandTypes]: true } = {
  'promptstack.insertPrompt': true,
  'promptstack.insertPromptOnNewLine': true,
  'promptstack.createPrompt': true,
  'promptstack.saveSelectionAsPrompt': true,
  'promptstack.editPrompt': true,
  'promptstack.previewPrompt': true,
  'promptstack.copyPrompt': true,
  'promptstack.renamePrompt': true,
  'promptstack.duplicatePrompt': true,
  'promptstack.movePrompt': true,
  'promptstack.deletePrompt': true,
  'promptstack.revealPrompt': true,
  'promptstack.copyPromptPath': true,
  'promptstack.addFavourite': true,
  'promptstack.removeFavourite': true,
  'promptstack.validateLibrary': true,
  'promptstack.refreshLibrary': true,
  'promptstack.openLibraryFolder': true,
  'promptstack.addLibraryFolder': true,
  'promptstack.groupByCategory': true,
  'promptstack.groupByTag': true,
  'promptstack.groupBySource': true,
  'promptstack.showFlat': true,
  'promptstack.nextPlaceholder': true,
  'promptstack.previousPlaceholder': true,
  'promptstack.editListPlaceholder': true,
  'promptstack.fillPlaceholders': true,
  'promptstack.continueList': true,
  'promptstack.addFileReferences': true,
  'promptstack.toggleInlineSuggestions': true,
  'promptstack.showPromptSize': true,
  'promptstack.newComposition': true,
  'promptstack.trackComposition': true,
  'promptstack.untrackComposition': true,
  'promptstack.searchHistory': true,
  'promptstack.openComposition': true,
  'promptstack.continueComposition': true,
  'promptstack.previewComposition': true,
  'promptstack.compareCompositions': true,
  'promptstack.restoreComposition': true,
  'promptstack.tagComposition': true,
  'promptstack.copyComposition': true,
  'promptstack.revealComposition': true,
  'promptstack.deleteComposition': true,
  'promptstack.filterHistory': true,
  'promptstack.clearHistoryFilter': true,
  'promptstack.refreshHistory': true,
  'promptstack.rebuildHistory': true,
  'promptstack.cleanUpHistory': true,
  'promptstack.historyStatistics': true,
  'promptstack.openHistoryFolder': true,
  'promptstack.getSuggestions': true,
  'promptstack.stopSuggestions': true,
  'promptstack.applySuggestion': true,
  'promptstack.dismissSuggestion': true,
  'promptstack.chooseContext': true,
  'promptstack.acceptEdits': true,
  'promptstack.rejectEdits': true,
  'promptstack.acceptHunk': true,
  'promptstack.rejectHunk': true,
  'promptstack.selectProvider': true,
  'promptstack.selectModel': true,
  'promptstack.setApiKey': true,
  'promptstack.removeApiKey': true,
  'promptstack.withdrawConsent': true,
  'promptstack.clearAICache': true,
  'promptstack.showUsage': true,
  'promptstack.sendComposition': true,
  'promptstack.copyResolved': true,
  'promptstack.sendToChat': true,
  'promptstack.sendToClaudeCode': true,
  'promptstack.sendToTerminal': true,
  'promptstack.runPrompt': true,
  'promptstack.stopRun': true,
  'promptstack.previewPayload': true,
  'promptstack.showLog': true,
};

// Tests alone use the lists: marked as pure they are left out of what ships.
export const commandIds = /* @__PURE__ */ Object.keys(commandTable) as readonly (keyof CommandTypes)[];

export type GroupBy = 'category' | 'tag' | 'source' | 'flat';
export type Strictness = 'strict' | 'lenient';
type ProviderSetting = 'none' | 'anthropic' | 'vscode' | 'openai' | 'mcp';
type ContextSelectorSetting = 'score' | 'bm25';
type SendReferences = 'inline' | 'link';
type UpdateReferences = 'prompt' | 'always' | 'never';

export interface SettingTypes {
  /** Folder of the user library; empty for `~/.promptstack/data`. */
  'promptstack.library.path': string;
  /** Further library folders. */
  'promptstack.library.folders': readonly string[];
  'promptstack.validation.userLibrary': Strictness;
  'promptstack.validation.otherFolders': Strictness;
  /** Report missing descriptions and tags. */
  'promptstack.validation.missingMetadata': boolean;
  'promptstack.tree.groupBy': GroupBy;
  /** Number of recently used prompts on top of the tree; 0 hides the group. */
  'promptstack.tree.recentCount': number;
  /** Offer prompts after `/` at the start of a line and after `>>`. */
  'promptstack.completion.enabled': boolean;
  /** Languages in which prompts are completed and placeholders highlighted. */
  'promptstack.languages': readonly string[];
  /** Tab and Shift+Tab go to the next and previous placeholder where they mean nothing else. */
  'promptstack.placeholders.tabNavigation': boolean;
  /** Enter continues a Markdown list in prompt documents. */
  'promptstack.lists.continueOnEnter': boolean;
  /** Offer workspace files in the four syntaxes of references. */
  'promptstack.references.completion': boolean;
  'promptstack.references.codeLens': boolean;
  /** Report references that lead nowhere or to what cannot be used. */
  'promptstack.references.validate': boolean;
  /** Update references when a file is renamed or moved: `prompt` shows the refactor preview first. */
  'promptstack.references.updateOnMove': UpdateReferences;
  'promptstack.inline.enabled': boolean;
  /** Size of the model's context in tokens. */
  'promptstack.context.tokens': number;
  'promptstack.vimNavigation': boolean;
  /** Folder of the compositions; empty for `~/.promptstack/data/.history`. */
  'promptstack.history.folder': string;
  /** Compositions are saved this long after the last keystroke, in milliseconds. */
  'promptstack.history.autosaveDelay': number;
  /** A Markdown document into which a prompt is inserted is recorded in the history from then on. */
  'promptstack.history.trackOnInsert': boolean;
  'promptstack.ai.provider': ProviderSetting;
  /** As the provider names it; empty for the first of its list. */
  'promptstack.ai.model': string;
  'promptstack.ai.anthropic.baseUrl': string;
  'promptstack.ai.openai.baseUrl': string;
  /** Program and arguments. */
  'promptstack.ai.mcp.command': readonly string[];
  'promptstack.ai.mcp.url': string;
  'promptstack.ai.contextSelector': ContextSelectorSetting;
  /** Requests at the same time. */
  'promptstack.ai.concurrency': number;
  /** US dollars per million tokens by model; of any shape, as users write it. */
  'promptstack.ai.prices': object;
  /** Ghost text from the provider where the local one has none. */
  'promptstack.inline.ai': boolean;
  'promptstack.inline.aiTokensPerDay': number;
  'promptstack.send.references': SendReferences;
}

/** The default of every setting, used also in place of a value that is invalid; bounds as in the manifest. */
export const settingDefaults: { readonly [K in keyof SettingTypes]: SettingTypes[K] } = {
  'promptstack.library.path': '',
  'promptstack.library.folders': [],
  'promptstack.validation.userLibrary': 'strict',
  'promptstack.validation.otherFolders': 'lenient',
  'promptstack.validation.missingMetadata': true,
  'promptstack.tree.groupBy': 'category',
  'promptstack.tree.recentCount': 5,
  'promptstack.completion.enabled': true,
  'promptstack.languages': ['markdown', 'prompt', 'instructions', 'chatagent', 'skill'],
  'promptstack.placeholders.tabNavigation': true,
  'promptstack.lists.continueOnEnter': true,
  'promptstack.references.completion': true,
  'promptstack.references.codeLens': true,
  'promptstack.references.validate': true,
  'promptstack.references.updateOnMove': 'prompt',
  'promptstack.inline.enabled': true,
  'promptstack.context.tokens': 200_000,
  'promptstack.vimNavigation': false,
  'promptstack.history.folder': '',
  'promptstack.history.autosaveDelay': 750,
  'promptstack.history.trackOnInsert': true,
  'promptstack.ai.provider': 'none',
  'promptstack.ai.model': '',
  'promptstack.ai.anthropic.baseUrl': '',
  'promptstack.ai.openai.baseUrl': '',
  'promptstack.ai.mcp.command': [],
  'promptstack.ai.mcp.url': '',
  'promptstack.ai.contextSelector': 'score',
  'promptstack.ai.concurrency': 2,
  'promptstack.ai.prices': {},
  'promptstack.inline.ai': false,
  'promptstack.inline.aiTokensPerDay': 200_000,
  'promptstack.send.references': 'inline',
};

/** Bounds of the numbers among the settings, both included. */
export const settingBounds: Partial<{ readonly [K in keyof SettingTypes]: readonly [minimum: number, maximum: number] }> = {
  'promptstack.tree.recentCount': [0, 50],
  'promptstack.context.tokens': [1000, 10_000_000],
  'promptstack.history.autosaveDelay': [500, 1000],
  'promptstack.ai.concurrency': [1, 16],
  'promptstack.inline.aiTokensPerDay': [0, 100_000_000],
};

export interface ContextKeyTypes {
  /** The library has at least one prompt. */
  'promptstack:hasPrompts': boolean;
  /** The first load ended, so that an empty tree means an empty library. */
  'promptstack:libraryReady': boolean;
  'promptstack:groupBy': GroupBy;
  /** The active editor shows a prompt of the library. */
  'promptstack:isPrompt': boolean;
  /** The active editor has placeholders to jump to. */
  'promptstack:hasPlaceholders': boolean;
  /** The active editor shows a prompt document: one of `promptstack.languages` or a file of the library. */
  'promptstack:isPromptDocument': boolean;
  /** Tab at the cursor means nothing but the next placeholder. */
  'promptstack:tabNavigates': boolean;
  /** Shift+Tab at the cursor means nothing but the previous placeholder. */
  'promptstack:shiftTabNavigates': boolean;
  /** Enter at the cursor continues or ends a list. */
  'promptstack:continuesList': boolean;
  /** The cursor is at a list placeholder or inside a list. */
  'promptstack:atList': boolean;
  /** The active editor shows a composition in its own file. */
  'promptstack:isComposition': boolean;
  /** The active document is recorded in the history. */
  'promptstack:isTracked': boolean;
  /** The active document could be recorded in the history and is not. */
  'promptstack:canTrack': boolean;
  /** The history can be asked. */
  'promptstack:historyReady': boolean;
  'promptstack:hasHistory': boolean;
  /** The history tree shows only some of the compositions. */
  'promptstack:historyFiltered': boolean;
  /** Advice on a document is being gathered. */
  'promptstack:suggestionsRunning': boolean;
  /** The active editor is the diff editor of edits that wait for a yes or no. */
  'promptstack:reviewingEdits': boolean;
  /** An answer is being written into the active document. */
  'promptstack:runActive': boolean;
}

const contextKeyTable: { readonly [K in keyof ContextKeyTypes]: true } = {
  'promptstack:hasPrompts': true,
  'promptstack:libraryReady': true,
  'promptstack:groupBy': true,
  'promptstack:isPrompt': true,
  'promptstack:hasPlaceholders': true,
  'promptstack:isPromptDocument': true,
  'promptstack:tabNavigates': true,
  'promptstack:shiftTabNavigates': true,
  'promptstack:continuesList': true,
  'promptstack:atList': true,
  'promptstack:isComposition': true,
  'promptstack:isTracked': true,
  'promptstack:canTrack': true,
  'promptstack:historyReady': true,
  'promptstack:hasHistory': true,
  'promptstack:historyFiltered': true,
  'promptstack:suggestionsRunning': true,
  'promptstack:reviewingEdits': true,
  'promptstack:runActive': true,
};

export const contextKeys = /* @__PURE__ */ Object.keys(contextKeyTable) as readonly (keyof ContextKeyTypes)[];

export const viewIds = { library: 'promptstack.library', history: 'promptstack.history', suggestions: 'promptstack.suggestions' } as const;
