import { l10n } from 'vscode';
import type { SuggestionsTexts } from '../../../protocol/suggestions';

/** The texts of the page; it puts numbers and names in place of `{0}` itself. */
export function suggestionsTexts(): SuggestionsTexts {
  return {
    title: l10n.t('Suggestions'),
    get: l10n.t('Get Suggestions'),
    getAgain: l10n.t('Ask Again'),
    stop: l10n.t('Stop'),
    retry: l10n.t('Retry'),
    retryIn: l10n.t('Retry in {0} s'),
    retryNow: l10n.t('You can try again now.'),
    cancel: l10n.t('Cancel'),
    ...emptyTexts(),
    ...runTexts(),
    ...contextTexts(),
    ...itemTexts(),
    ...announcedTexts(),
  };
}

function emptyTexts() {
  return {
    noDocument: l10n.t('No prompt is open'),
    noDocumentHint: l10n.t('Open a prompt or a composition to get suggestions on it.'),
    noProvider: l10n.t('No AI provider is set up'),
    noProviderHint: l10n.t('Everything else of PromptStack works without one. Suggestions come from a provider that you choose: Anthropic, the language models of VS Code, a compatible or local server, or an MCP server.'),
    selectProvider: l10n.t('Select Provider…'),
    setApiKey: l10n.t('Set API Key…'),
    restricted: l10n.t('This workspace is not trusted, so nothing is sent from it.'),
    intro: l10n.t('Get advice on this prompt: what is missing, contradictory or unclear, and which prompts of your library would help. Nothing is sent before you ask, and nothing changes without your yes.'),
    nothing: l10n.t('Nothing to improve'),
    nothingHint: l10n.t('The model has no suggestions on this text.'),
  };
}

function runTexts() {
  return {
    outdated: l10n.t('The text changed since this advice was given.'),
    long: l10n.t('This text takes about {0} % of the context of the model. Up to {1} % can be sent.'),
    tooLong: l10n.t('This text takes about {0} % of the context of the model, and only up to {1} % can be sent. Shorten it, or select a model with a larger context.'),
    queued: l10n.t('Waiting to be sent…'),
    asking: l10n.t('Asking the model…'),
    reading: l10n.t('More suggestions may come…'),
    waiting: l10n.t('Trying again in {0} s (attempt {1} of {2}).'),
    stopped: l10n.t('Stopped.'),
    model: l10n.t('{0} · {1}'),
    defaultModel: l10n.t('default model'),
    unreadableOne: l10n.t('1 part of the answer could not be read.'),
    unreadableMany: l10n.t('{0} parts of the answer could not be read.'),
  };
}

function contextTexts() {
  return {
    contextNone: l10n.t('No prompts were sent along'),
    contextOne: l10n.t('1 prompt sent along'),
    contextMany: l10n.t('{0} prompts sent along'),
    nextNone: l10n.t('No prompts will be sent along'),
    nextOne: l10n.t('1 prompt will be sent along'),
    nextMany: l10n.t('{0} prompts will be sent along'),
    contextTokens: l10n.t('~{0} tokens'),
    contextLeftOut: l10n.t('There was no room for {0} more.'),
    choose: l10n.t('Choose…'),
  };
}

function itemTexts() {
  return {
    list: l10n.t('Suggestions'),
    keys: l10n.t('j/k or arrows move · Enter details · a apply · d dismiss · r retry · g get · Esc editor'),
    recommendation: l10n.t('Recommendation'),
    gap: l10n.t('Gap'),
    formatting: l10n.t('Formatting'),
    contradiction: l10n.t('Contradiction'),
    clarity: l10n.t('Clarity'),
    reformatting: l10n.t('Reformatting'),
    line: l10n.t('Line {0}'),
    lines: l10n.t('Lines {0}–{1}'),
    wholeText: l10n.t('Whole text'),
    linesGone: l10n.t('Lines removed'),
    showLines: l10n.t('Select these lines in the editor'),
    inserts: l10n.t('Prompt: {0}'),
    apply: l10n.t('Apply'),
    insert: l10n.t('Insert Prompt'),
    dismiss: l10n.t('Dismiss'),
    accept: l10n.t('Accept'),
    reject: l10n.t('Reject'),
    details: l10n.t('Details'),
    changes: l10n.t('Proposed changes'),
    moreLines: l10n.t('{0} more lines are in the diff editor.'),
    pending: l10n.t('New'),
    applying: l10n.t('Asking for changes…'),
    review: l10n.t('Ready to review'),
    applied: l10n.t('Applied'),
    error: l10n.t('Not applied'),
    dismissed: l10n.t('Dismissed'),
    oneDismissed: l10n.t('1 dismissed'),
    manyDismissed: l10n.t('{0} dismissed'),
    show: l10n.t('Show'),
    hide: l10n.t('Hide'),
  };
}

function announcedTexts() {
  return {
    arrivedOne: l10n.t('1 suggestion so far'),
    arrivedMany: l10n.t('{0} suggestions so far'),
    finishedOne: l10n.t('Finished: 1 suggestion'),
    finishedMany: l10n.t('Finished: {0} suggestions'),
    failed: l10n.t('That did not work.'),
  };
}
