import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import type { Feature, Host } from '../../host';
import { isPromptDocument, registerInPromptLanguages } from '../../promptDocuments';
import type { ReferenceTools } from './referenceTools';

/** For files of the library in any language; every provider turns other documents away at once. */
const anywhere: vscode.DocumentSelector = { scheme: '*' };
/** Documents of these are views of something else, from which relative paths lead nowhere. */
const foreignSchemes: ReadonlySet<string> = new Set([
  'git',
  'output',
  'comment',
  'search-editor',
  'walkThrough',
  'walkThroughSnippet',
  // What the refactor preview shows: a copy that lies nowhere.
  'vscode-bulkeditpreview-editor',
]);

type Tools = () => Promise<ReferenceTools>;
type Applies = (document: vscode.TextDocument) => boolean;

/** Lenses, links, hovers, problems and fixes of the file references in prompt documents. */
export const referenceActions: Feature = (app, host) => {
  const owned = new DisposableStore();
  const lensesChanged = owned.add(new vscode.EventEmitter<void>());
  const isPrompt: Applies = (document) => !foreignSchemes.has(document.uri.scheme) && isPromptDocument(app, host, document);

  let loaded: Promise<ReferenceTools> | undefined;
  const tools: Tools = () =>
    (loaded ??= import('./referenceTools').then((module) => owned.add(new module.ReferenceTools(app, host, isPrompt, () => lensesChanged.fire()))));
  const begin = (): void => {
    tools().catch((error: unknown) => host.log.error('File references could not be loaded', error));
  };

  owned.add(registerLenses(host, tools, isPrompt, lensesChanged.event));
  owned.add(registerLinks(host, tools, isPrompt));
  owned.add(registerHelp(tools, isPrompt));
  owned.add(vscode.commands.registerCommand('_promptstack.reference', async (place: unknown) => (await tools()).run(place)));
  owned.add(host.onDidChangeSetting(['promptstack.references.codeLens', 'promptstack.languages'], () => lensesChanged.fire()));

  // Problems are shown unasked: from the first prompt that is open, and for the library when it is there.
  owned.add(vscode.workspace.onDidOpenTextDocument((document) => isPrompt(document) && begin()));
  owned.add(
    app.library.onDidChangeState(() => {
      if (app.library.state === 'ready' && app.library.prompts.length > 0) begin();
    }),
  );
  setImmediate(() => {
    if (!owned.isDisposed && vscode.workspace.textDocuments.some(isPrompt)) begin();
  });
  return owned;
};

function registerLenses(host: Host, tools: Tools, isPrompt: Applies, onDidChangeCodeLenses: vscode.Event<void>): Disposable {
  const applies: Applies = (document) => isPrompt(document) && host.setting('promptstack.references.codeLens', document);
  return vscode.languages.registerCodeLensProvider(anywhere, {
    onDidChangeCodeLenses,
    provideCodeLenses: async (document, token) => (applies(document) ? (await tools()).lenses.provide(document, token) : []),
    resolveCodeLens: async (lens, token) => (await tools()).lenses.resolve(lens, token),
  });
}

function registerLinks(host: Host, tools: Tools, isPrompt: Applies): Disposable {
  const owned = new DisposableStore();
  const providerFor = (applies: Applies): vscode.DocumentLinkProvider => ({
    provideDocumentLinks: async (document, token) => (applies(document) ? (await tools()).links.provide(document, token) : []),
  });
  const hasLanguage: Applies = (document) => host.setting('promptstack.languages').includes(document.languageId);
  // Of two links in one place the one with the narrower selector counts: by language, so that ours come before those of VS Code.
  owned.add(registerInPromptLanguages(host, (selector) => vscode.languages.registerDocumentLinkProvider(selector, providerFor(isPrompt))));
  owned.add(vscode.languages.registerDocumentLinkProvider(anywhere, providerFor((document) => !hasLanguage(document) && isPrompt(document))));
  return owned;
}

function registerHelp(tools: Tools, isPrompt: Applies): Disposable {
  const owned = new DisposableStore();
  owned.add(
    vscode.languages.registerHoverProvider(anywhere, {
      provideHover: async (document, position, token) => (isPrompt(document) ? (await tools()).hover.provide(document, position, token) : undefined),
    }),
  );
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, range, context, token) => (isPrompt(document) ? (await tools()).fixes.provide(document, range, context, token) : []),
  };
  owned.add(vscode.languages.registerCodeActionsProvider(anywhere, provider, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }));
  return owned;
}
