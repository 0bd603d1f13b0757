import { l10n } from 'vscode';
import type { UsageTexts } from '../../../protocol/usage';

/** The texts of the page; it puts numbers and names in place of `{0}` itself. */
export function usageTexts(): UsageTexts {
  return {
    title: l10n.t('AI Usage'),
    ...choiceTexts(),
    ...figureTexts(),
    ...chartTexts(),
    byModel: l10n.t('By Model'),
    model: l10n.t('Model'),
    oneUnpriced: l10n.t('The price of 1 call is not known ({0}).'),
    manyUnpriced: l10n.t('The prices of {0} calls are not known ({1}).'),
    earlierToo: l10n.t('Prices that you set count for earlier calls as well.'),
    setPrices: l10n.t('Set Prices'),
    estimates: l10n.t('Tokens are as the provider told; where it did not, they are estimated. Cost is by the prices that are set now. Answers that were kept cost nothing and are not counted.'),
    empty: l10n.t('No model was used yet'),
    emptyHint: l10n.t('Calls, tokens and cost are counted here when you get suggestions, apply them or run a prompt.'),
    selectProvider: l10n.t('Select AI Provider'),
    loading: l10n.t('Counting…'),
    failure: l10n.t('That did not work. The log of PromptStack says why.'),
    retry: l10n.t('Try Again'),
  };
}

function choiceTexts() {
  return {
    range: l10n.t('Period'),
    week: l10n.t('7 Days'),
    month: l10n.t('30 Days'),
    quarter: l10n.t('90 Days'),
    show: l10n.t('Model'),
    all: l10n.t('All Models'),
    of: l10n.t('{0} ({1})'),
  };
}

function figureTexts() {
  return {
    totals: l10n.t('Totals'),
    calls: l10n.t('Calls'),
    failed: l10n.t('Failed'),
    input: l10n.t('Input tokens'),
    output: l10n.t('Output tokens'),
    cacheRead: l10n.t('Read from cache'),
    cacheWrite: l10n.t('Written to cache'),
    tokens: l10n.t('Tokens'),
    cost: l10n.t('Cost'),
    time: l10n.t('Time per call'),
    atLeast: l10n.t('at least {0}'),
    unknown: l10n.t('unknown'),
  };
}

function chartTexts() {
  return {
    callsPerDay: l10n.t('Calls per Day'),
    tokensPerDay: l10n.t('Tokens per Day'),
    costPerDay: l10n.t('Cost per Day'),
    today: l10n.t('Today'),
    oneCall: l10n.t('1 call'),
    manyCalls: l10n.t('{0} calls'),
    oneToken: l10n.t('1 token'),
    manyTokens: l10n.t('{0} tokens'),
    summary: l10n.t('In all: {0}. Most: {1} ({2}).'),
    none: l10n.t('None in this period.'),
    table: l10n.t('Show as Table'),
    date: l10n.t('Date'),
  };
}
