import type { SecretFinding } from '../secrets';

const dashes = '-----';

interface Rule {
  readonly kind: string;
  /** With flag `g`. A group is the secret, else all of the match. */
  readonly pattern: RegExp;
  /** Words that people write read like it: only what looks drawn by lot counts. */
  readonly isVague?: boolean;
}

/** What the rule set of secretlint does not know, or knows only in files of certain names. */
const rules: readonly Rule[] = [
  { kind: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { kind: 'Anthropic API key', pattern: /\bsk-ant-[A-Za-z0-9_-]{20,}/g },
  { kind: 'OpenAI API key', pattern: /\bsk-(?!ant-)[A-Za-z0-9_-]{32,}/g, isVague: true },
  { kind: 'Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  { kind: 'GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { kind: 'Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/g },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}/g },
  { kind: 'Groq API key', pattern: /\bgsk_[A-Za-z0-9]{40,}/g },
  { kind: 'PyPI token', pattern: /\bpypi-AgEI[A-Za-z0-9_-]{50,}/g },
  { kind: 'npm token', pattern: /_authToken\s{0,4}=\s{0,4}"?([A-Za-z0-9_+/=-]{16,})/g },
  { kind: 'JSON Web Token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g },
  { kind: 'Access token', pattern: /\bBearer[ \t]{1,4}([A-Za-z0-9._~+/-]{20,}=*)/gi, isVague: true },
  {
    kind: 'Access token',
    pattern:
      /(?:api|access|secret|auth|private|signing|encryption)[_-]?(?:key|token|secret)["'`]?[ \t]{0,4}(?::|=>?|:=)[ \t]{0,4}["'`]?([A-Za-z0-9_+/=-]{16,})/gi,
    isVague: true,
  },
  { kind: 'Password', pattern: /(?<!publickey)(?:passw(?:or)?d|secret|token)["'`]?[ \t]{0,4}(?::|=>?|:=)[ \t]{0,4}["'`]?([A-Za-z0-9_+/=-]{16,})/gi, isVague: true },
];

/** Keys, tokens and private keys that stand in a text, by rules of our own. Linear in its length. */
export function findByOwnRules(text: string): SecretFinding[] {
  const findings = privateKeys(text);
  for (const { kind, pattern, isVague } of rules) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      if (isPlaceholder(secret) || (isVague && !looksRandom(secret))) continue;
      const start = match.index + match[0].length - secret.length;
      findings.push({ start, end: start + secret.length, kind });
    }
  }
  return findings;
}

/**
 * One finding for each secret, whatever number of rules found it, with what people are told of it.
 * @param findings in any order; of those that overlap, the first in the text and in the list tells the kind
 * @returns ascending and disjoint
 */
export function described(text: string, findings: readonly SecretFinding[]): readonly SecretFinding[] {
  const result: SecretFinding[] = [];
  let line = 1;
  let counted = 0;
  for (const { start, end, kind } of [...findings].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start < last.end) {
      if (end > last.end) result[result.length - 1] = { ...last, end, excerpt: excerptOf(text.slice(last.start, end)) };
      continue;
    }
    for (let at = text.indexOf('\n', counted); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) line++;
    counted = start;
    result.push({ start, end, kind, line, excerpt: excerptOf(text.slice(start, end)) });
  }
  return result;
}

/** The beginning, which tells the kind of key and little else. */
function excerptOf(secret: string): string {
  const shown = secret.startsWith(dashes) ? secret.slice(0, secret.indexOf(dashes, dashes.length) + dashes.length) : secret.slice(0, secret.length < 16 ? 2 : 4);
  return `${shown.slice(0, 60)}…`;
}

/** What documentation writes in the place of a secret. */
export function isPlaceholder(secret: string): boolean {
  return /example|your[-_ ]|placeholder|redacted|^passw(?:or)?d\d*$|x{5}|\*{3}|\.{3}|(.)\1{7}|12345678/i.test(secret);
}

/** A run of letters of both cases, or of letters and several digits, that is no word, name or path. */
function looksRandom(secret: string): boolean {
  return secret
    .replace(/^sk-(?:proj|svcacct|admin)-/, '')
    .split(/[-_./~]+/)
    .some((run) => run.length >= 14 && (run.match(/\d/g)?.length ?? 0) >= 2 && /[A-Za-z]/.test(run) && new Set(run).size >= 8 && changes(run) >= run.length / 4);
}

/** How often the kind of character changes along a run. */
function changes(run: string): number {
  const kindOf = (character: string): number => (/\d/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : 2);
  let count = 0;
  for (let at = 1; at < run.length; at++) if (kindOf(run.charAt(at)) !== kindOf(run.charAt(at - 1))) count++;
  return count;
}

/** Longer than any key; UTF-16 code units. */
const longestKey = 20_000;

/** Private keys of any kind, also indented, quoted, in a JSON text, or cut off at the end. */
function privateKeys(text: string): SecretFinding[] {
  const findings: SecretFinding[] = [];
  for (const match of text.matchAll(/-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g)) {
    const from = match.index + match[0].length;
    const next = text.indexOf(dashes, from);
    const body = text.slice(from, Math.min(next === -1 ? text.length : next, from + longestKey));
    const runs = [...body.matchAll(/[A-Za-z0-9+/]{20,}=*/g)];
    const last = runs.at(-1);
    if (!last || runs.reduce((sum, [run]) => sum + run.length, 0) < 64) continue;
    const closing = next === -1 ? undefined : /^-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/.exec(text.slice(next, next + 80));
    const end = closing ? next + closing[0].length : from + last.index + last[0].length;
    findings.push({ start: match.index, end, kind: 'Private key' });
  }
  return findings;
}
