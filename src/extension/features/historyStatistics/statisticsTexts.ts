import { l10n } from 'vscode';
import type { StatisticsTexts } from '../../../protocol/historyStatistics';

/** The texts of the page; it puts numbers and names in place of `{0}` itself. */
export function statisticsTexts(): StatisticsTexts {
  return {
    title: l10n.t('History Statistics'),
    show: l10n.t('Compositions that are counted'),
    all: l10n.t('All'),
    workspace: l10n.t('This Workspace'),
    ...chartTexts(),
    ...rankingTexts(),
    totals: l10n.t('Totals'),
    count: l10n.t('Compositions'),
    size: l10n.t('Size'),
    tokens: l10n.t('Estimated tokens'),
    average: l10n.t('Average length'),
    characters: l10n.t('{0} chars'),
    first: l10n.t('First'),
    last: l10n.t('Last'),
    one: l10n.t('1 composition'),
    many: l10n.t('{0} compositions'),
    oneToken: l10n.t('about 1 token'),
    manyTokens: l10n.t('about {0} tokens'),
    empty: l10n.t('No compositions yet'),
    emptyHint: l10n.t('What you write as a composition is kept in the history and counted here.'),
    emptyWorkspace: l10n.t('No compositions in this workspace yet'),
    newComposition: l10n.t('New Composition'),
    loading: l10n.t('Counting…'),
    reading: l10n.t('Reading the history: {0} of {1}. The figures will still grow.'),
    failed: l10n.t('That did not work. The log of PromptStack says why.'),
    retry: l10n.t('Try Again'),
  };
}

function chartTexts() {
  return {
    range: l10n.t('Period'),
    days: l10n.t('30 Days'),
    weeks: l10n.t('12 Weeks'),
    months: l10n.t('12 Months'),
    perDay: l10n.t('Compositions per Day'),
    perWeek: l10n.t('Compositions per Week'),
    perMonth: l10n.t('Compositions per Month'),
    tokensPerDay: l10n.t('Estimated Tokens per Day'),
    tokensPerWeek: l10n.t('Estimated Tokens per Week'),
    tokensPerMonth: l10n.t('Estimated Tokens per Month'),
    today: l10n.t('Today'),
    weekOf: l10n.t('Week of {0}'),
    summary: l10n.t('In all: {0}. Most: {1} ({2}).'),
    none: l10n.t('None in this period.'),
    table: l10n.t('Show as Table'),
    date: l10n.t('Date'),
  };
}

function rankingTexts() {
  return {
    prompts: l10n.t('Most Used Prompts'),
    tags: l10n.t('Tags'),
    folders: l10n.t('Folders'),
    noPrompts: l10n.t('No prompt was inserted into a composition yet.'),
    noTags: l10n.t('No composition has a tag yet.'),
    noFolders: l10n.t('No composition was written in a folder yet.'),
    showPrompt: l10n.t('Preview {0}'),
    gone: l10n.t('{0} is no longer in the library'),
  };
}
