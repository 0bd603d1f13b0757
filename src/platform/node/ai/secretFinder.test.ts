import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { maskAll } from '../../../core/ai/secrets';
import { corpusBodies, corpusIsAbsent, corpusRowBodies } from '../../../../test/support/corpus';
import { findSecrets } from './secretFinder';

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Characters as if drawn by lot, the same in every run; none of it gives access to anything. */
function lot(length: number, characters = alphabet): string {
  let state = 12345 + length;
  return Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return characters.charAt(Math.floor(state / 65536) % characters.length);
  }).join('');
}

const digits = '0123456789';
const hex = '0123456789abcdef';
const pem = generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
  .privateKey.trim();
const indented = pem.split('\n').map((line) => `    > ${line}`).join('\n');

const secrets: Readonly<Record<string, readonly [text: string, secret: string]>> = Object.fromEntries(
  (
    [
      ['AWS secret access key', (key) => `aws_secret_access_key = ${key}`, lot(40)],
      ['AWS access key', (key) => `AWS_ACCESS_KEY_ID=${key}`, `AKIA${lot(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
      ['GitHub token', (key) => `use ${key} for it`, `ghp_${lot(36)}`],
      ['GitHub fine-grained token', (key) => `GITHUB_TOKEN: ${key}`, `github_pat_${lot(22)}_${lot(59)}`],
      ['GitLab token', (key) => `(${key})`, `glpat-${lot(20)}`],
      ['Slack bot token', (key) => `SLACK="${key}"`, `xoxb-${lot(12, digits)}-${lot(13, digits)}-${lot(24)}`],
      ['Slack app token', (key) => `SLACK="${key}"`, `xapp-1-A0${lot(9, digits)}-${lot(13, digits)}-${lot(64, hex)}`],
      ['Slack webhook', (key) => `post to ${key} then`, `https://hooks.slack.com/services/T0${lot(7)}/B0${lot(7)}/${lot(24)}`],
      ['Anthropic key', (key) => `export ANTHROPIC_API_KEY=${key}`, `sk-ant-api03-${lot(93)}AA`],
      ['short Anthropic key', (key) => `key ${key}.`, `sk-ant-${lot(24)}`],
      ['OpenAI project key', (key) => `OPENAI_API_KEY='${key}'`, `sk-proj-${lot(74)}T3BlbkFJ${lot(74)}`],
      ['OpenAI key', (key) => `OPENAI_API_KEY='${key}'`, `sk-${lot(48)}`],
      ['npm token', (key) => `NPM_TOKEN=${key}`, `npm_${lot(36)}`],
      ['npmrc', (key) => `//registry.npmjs.org/:_authToken=${key}`, lot(36, hex)],
      ['Google key', (key) => `key=${key}&x`, `AIza${lot(35)}`],
      ['Stripe key', (key) => `Stripe("${key}")`, `sk_live_${lot(24)}`],
      ['SendGrid key', (key) => `"${key}"`, `SG.${lot(22)}.${lot(43)}`],
      ['Hugging Face token', (key) => `HF_TOKEN=${key}`, `hf_${lot(34)}`],
      ['JSON Web Token', (key) => `Cookie: session=${key}`, `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${lot(43)}`],
      ['bearer token', (key) => `Authorization: Bearer ${key}`, lot(40)],
      ['generic key', (key) => `STRIPE_API_KEY = "${key}"`, lot(32)],
      ['generic token', (key) => `{"auth_token": "${key}"}`, lot(40, hex)],
      ['database', (key) => `postgres://service:${key}@db.internal:5432/app`, 'correct-horse-battery'],
      ['basic auth', (key) => `curl https://deploy:${key}@git.company.org/repo.git`, 'Tr0ub4dor-and-3'],
      ['private key', (key) => `Key:\n${key}\nend`, pem],
      ['quoted private key', (key) => `Key:\n${key}\nend`, indented.slice(indented.indexOf('-----'))],
      ['private key in JSON', (key) => `{"private_key": "${key}\\n"}`, pem.replaceAll('\n', '\\n')],
      ['OpenSSH key', (key) => key, `-----BEGIN OPENSSH PRIVATE KEY-----\n${lot(70)}\n${lot(70)}\n-----END OPENSSH PRIVATE KEY-----`],
      ['PGP key', (key) => key, `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${lot(64)}\n${lot(64)}\n=${lot(4)}\n-----END PGP PRIVATE KEY BLOCK-----`],
      ['cut private key', (key) => `${key}\n`, pem.slice(0, 400)],
    ] as const satisfies readonly (readonly [string, (key: string) => string, string])[]
  ).map(([name, text, secret]) => [name, [text(secret), secret]]),
);

describe('findSecrets', () => {
  it.each(Object.entries(secrets))('finds all of a secret: %s', async (_, [text, secret]) => {
    const whole = `Some words before.\n\n${text}\n\nAnd some behind.`;
    const masked = maskAll([{ text: whole, findings: await findSecrets(whole) }]);
    expect(masked.texts).toEqual([whole.replace(secret, '[MASKED_SECRET_1]')]);
  });

  it.each([
    'sk-ant-your-key-goes-here-please',
    'ANTHROPIC_API_KEY=sk-ant-xxxxxxxxxxxxxxxxxxxxxxxx',
    'AKIAIOSFODNN7EXAMPLE',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'token = process.env.GITHUB_TOKEN',
    'const apiKey = configurationOfTheApplication2024',
    'password: must-contain-at-least-12-characters',
    'https://user:password@example.com/',
    'postgres://user:${PASSWORD}@localhost/db',
    'xoxb-your-token-here',
    'Authorization: Bearer <token>',
    '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
    'sk-learn-based-classification-models-2024-edition-of-the-book',
    'commit 2f1a9c8e7b6d5a4f3e2d1c0b9a8f7e6d5c4b3a29',
    '550e8400-e29b-41d4-a716-446655440000',
    'sha512-oRP4fR6nkXqkDZ9w1Ev7hhHFXJW2Qsq8hRDWvVW8QXrV3y3Wm6gqV1D0bGQ==',
    '{{text:api_key}}',
    'The secret: everything depends on what you ask for.',
  ])('is silent about %s', async (text) => {
    expect(await findSecrets(text)).toEqual([]);
  });

  it('tells where a secret stands, and only its beginning', async () => {
    const [, key = ''] = secrets['Anthropic key'] ?? [];
    const [, database] = secrets['database'] ?? [];
    expect(await findSecrets(`one\ntwo ${key}\nthree\npostgres://service:${database ?? ''}@db.internal/app\n${pem}`)).toMatchObject([
      { kind: 'Anthropic API key', line: 2, excerpt: 'sk-a…' },
      { kind: 'Database password', line: 4, excerpt: 'corr…' },
      { kind: 'Private key', line: 5, excerpt: '-----BEGIN PRIVATE KEY-----…' },
    ]);
  });

  it('cannot be switched off by the text', async () => {
    const [, secret] = secrets['GitHub token'] ?? [];
    const text = `<!-- secretlint-disable -->\n// secretlint-disable-line\n${secret ?? ''} // secretlint-disable-line`;
    expect(await findSecrets(text)).toHaveLength(1);
  });

  describe('what is not part of the extension', () => {
    afterEach(() => {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    });

    it('is never asked for: no rule opens a file, which is what the library for key files waits for', async () => {
      const read = vi.spyOn(fs, 'readFileSync');
      syncBuiltinESMExports();
      for (const [text] of Object.values(secrets)) await findSecrets(`service-account.p12\n${text}`);
      await findSecrets(JSON.stringify({ private_key_id: '1', private_key: pem }));
      expect(read).not.toHaveBeenCalled();
    });
  });

  it('finds what stands where a long text is cut', async () => {
    const [, secret = ''] = secrets['private key'] ?? [];
    const filler = 'Words and words and words.\n'.repeat(40_000);
    for (const at of [474_000, 475_000, 499_500, 500_000, 949_900]) {
      const text = filler.slice(0, at) + '\n' + secret + '\n' + filler.slice(at);
      const masked = maskAll([{ text, findings: await findSecrets(text) }]);
      expect(masked.texts[0] === text.replace(secret, '[MASKED_SECRET_1]'), `masked at ${at}`).toBe(true);
    }
  });

  it.each([
    ['BEGIN', '-----BEGIN PRIVATE KEY-----\n'.repeat(10_000)],
    ['one letter', 'a'.repeat(300_000)],
    ['hexadecimal', hex.repeat(20_000)],
    ['key =', 'api_key = '.repeat(30_000)],
    ['prefixes', 'sk-'.repeat(100_000)],
    ['logins', 'https://a:'.repeat(30_000)],
    ['blanks', `secret${' '.repeat(300_000)}`],
    ['token of tokens', `eyJ${'eyJ.'.repeat(50_000)}`],
  ])('comes to an end with a hostile text: %s', async (_, text) => {
    expect((await findSecrets(text)).length).toBeLessThan(10);
  });

  it.skipIf(corpusIsAbsent)('says nothing about real prompts', async () => {
    const found: string[] = [];
    for (const text of [...corpusBodies(), ...corpusRowBodies()]) {
      for (const { start, end, kind } of await findSecrets(text)) found.push(`${kind}: ${text.slice(Math.max(0, start - 20), end + 5)}`);
    }
    expect(found).toEqual([]);
  });
});
