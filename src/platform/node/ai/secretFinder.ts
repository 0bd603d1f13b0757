import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { described, findByOwnRules, isPlaceholder } from '../../../core/ai/send/secretRules';
import type { SecretFinding } from '../../../core/ai/secrets';

type Rule = (typeof rules)[number];
type RuleContext = Parameters<Rule['create']>[0];
type Source = Parameters<NonNullable<ReturnType<Rule['create']>['file']>>[0];

/** Texts are searched in pieces of so many UTF-16 code units, so that other work goes on in between. */
const pieceLength = 500_000;
/** What stands at the end of a piece is looked at once more with the next one: longer than a private key. */
const overlap = 25_000;

/**
 * Rules that look at a text. Left out is the one by which a text itself switches off the others: what is sent may come from strangers.
 */
const textRules = rules.filter(({ meta }) => meta.type === 'scanner' && meta.id !== '@secretlint/secretlint-rule-filter-comments');

/** Secrets in a text by the recommended rules of secretlint and by what they lack: ascending and disjoint, with line and excerpt. */
export async function findSecrets(text: string): Promise<readonly SecretFinding[]> {
  const findings: SecretFinding[] = [];
  for (let from = 0; from === 0 || from + overlap < text.length; from += pieceLength - overlap) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    const piece = text.slice(from, from + pieceLength);
    for (const { start, end, kind } of [...(await findByRuleSet(piece)), ...findByOwnRules(piece)]) findings.push({ start: start + from, end: end + from, kind });
  }
  return described(text, findings);
}

/**
 * Runs the rules themselves: secretlint's own runner measures every step with marks of the process's performance timeline and keeps all marks of
 * everybody for ever.
 */
async function findByRuleSet(text: string): Promise<SecretFinding[]> {
  const findings: SecretFinding[] = [];
  // The rules for texts read nothing but the content; a name would make some of them look for a file on disk.
  const source = { content: text, filePath: '', ext: '', contentType: 'text' } as unknown as Source;
  for (const rule of textRules) {
    const context: RuleContext = {
      sharedOptions: {},
      createTranslator: () => (messageId, data) => ({ message: '', messageId: String(messageId), data }),
      ignore: () => undefined,
      report: ({ message, range }) => {
        const found = placeOf(text, message.data, range);
        const secret = text.slice(found.start, found.end);
        // Without any digits it is a name for a token of Slack, as documentation gives it.
        const isName = rule.meta.id.endsWith('-slack') && !/\d/.test(secret);
        if (!isPlaceholder(secret) && !isName) findings.push({ ...found, kind: kindOf(rule.meta.id, message.messageId) });
      },
    };
    await rule.create(context, {}).file?.(source);
  }
  return findings;
}

/**
 * Where the secret stands: several rules tell the place of the words before it, or end within it, but all tell the secret itself.
 * @param data of the message: one text
 */
function placeOf(text: string, data: unknown, [from, to]: readonly [number, number]): { start: number; end: number } {
  const secret = Object.values(data ?? {}).find((value): value is string => typeof value === 'string' && value !== '');
  const at = secret === undefined ? -1 : text.indexOf(secret, from);
  if (secret === undefined || at === -1) return { start: from, end: to };
  const login = /:\/\/[^:/\s]*:([^@/\s]+)@/.exec(secret);
  const password = login?.[1];
  if (login && password !== undefined) {
    const start = at + login.index + login[0].length - 1 - password.length;
    return { start, end: start + password.length };
  }
  let end = at + secret.length;
  while (end < text.length && /[\w-]/.test(text.charAt(end))) end++;
  return { start: at, end };
}

const kinds: Readonly<Record<string, string>> = {
  aws: 'AWS secret access key',
  gcp: 'Google Cloud key',
  npm: 'npm token',
  slack: 'Slack token',
  basicauth: 'Password in a URL',
  openai: 'OpenAI API key',
  anthropic: 'Anthropic API key',
  linear: 'Linear token',
  privatekey: 'Private key',
  sendgrid: 'SendGrid API key',
  shopify: 'Shopify token',
  github: 'GitHub token',
  '1password': '1Password token',
  'database-connection-string': 'Database password',
};

function kindOf(ruleId: string, messageId: string): string {
  const name = ruleId.replace('@secretlint/secretlint-rule-', '');
  return kinds[name] ?? messageId;
}
