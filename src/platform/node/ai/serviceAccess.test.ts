import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AnthropicProvider } from './anthropicProvider';
import { OpenAIProvider } from './openAIProvider';
import { serviceAccess } from './serviceAccess';

const variables = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID'];
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(() => variables.forEach((name) => vi.stubEnv(name, undefined)));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const services = [
  ['anthropic', 'ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'api.anthropic.com'],
  ['openai', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'api.openai.com'],
] as const;

test.each(services)('A key that was set for one host of %s is sent to no other', (id, _, urlVariable, own) => {
  const set = { key: 'sk-set', host: own };
  expect(serviceAccess(id, '', set)).toMatchObject({ key: 'sk-set', endpoint: { host: own } });
  for (const address of [`https://${own}.attacker.example/v1`, `https://${own}:8443/v1`, 'https://other.example', 'http://127.0.0.1:1234']) {
    expect(serviceAccess(id, address, set).key).toBeUndefined();
    vi.stubEnv(urlVariable, address);
    expect(serviceAccess(id, undefined, set).key).toBeUndefined();
    vi.stubEnv(urlVariable, undefined);
  }
  expect(serviceAccess(id, 'https://other.example/v1', { ...set, host: 'other.example' }).key).toBe('sk-set');
});

test.each(services)('The key of the environment for %s goes where the environment, the service or this machine is', (id, keyVariable, urlVariable, own) => {
  vi.stubEnv(keyVariable, 'sk-environment');
  const keyAt = (address: string): string | undefined => serviceAccess(id, address, undefined).key;
  expect([keyAt(''), keyAt(`https://${own}/v1`), keyAt('http://localhost:11434/v1')]).toEqual(['sk-environment', 'sk-environment', 'sk-environment']);
  expect([keyAt('https://attacker.example/v1'), keyAt(`https://${own}.attacker.example`), keyAt(`http://${own}/v1`)]).toEqual([undefined, undefined, undefined]);
  expect(serviceAccess(id, '', undefined).variable).toBe(keyVariable);
  vi.stubEnv(urlVariable, 'https://gateway.example/path');
  expect([keyAt(''), keyAt('https://gateway.example/other'), keyAt('https://attacker.example/v1')]).toEqual(['sk-environment', 'sk-environment', undefined]);
});

test('A recipient that everybody on the way can listen to is another one, and is named so', () => {
  const at = (baseUrl: string): string => new OpenAIProvider({ apiKey: undefined, baseUrl, log: quiet }).destination;
  expect([at('https://models.example/v1'), at('http://models.example/v1'), at('http://localhost:1234/v1')]).toEqual(['models.example', 'http://models.example', 'localhost:1234']);
});

test('A list of models that never ends, and names of any kind, do no harm', async () => {
  let page = 0;
  const data = (): object[] => Array.from({ length: 1000 }, (_, index) => ({ id: `m${page}-${index}`, display_name: `Safe\u202e\u0007${'x'.repeat(1000)}`, lifecycle: index === 0 ? 'active' : 'retired' }));
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ data: data(), has_more: true, last_id: `m${++page}` })));
  const provider = new AnthropicProvider({ apiKey: 'sk-set', baseUrl: undefined, log: quiet });
  const models = await provider.models(new AbortController().signal);
  expect([models.length, page]).toEqual([5, 5]);
  expect(models[0]?.name).toMatch(/^Safex{190,195}…$/);
});

test('Nothing else of the environment goes to another address of the settings either', async () => {
  const sent: Headers[] = [];
  vi.stubGlobal('fetch', (_: unknown, init: RequestInit) => {
    sent.push(new Headers(init.headers));
    return Promise.resolve(Response.json({ data: [{ id: 'model' }], has_more: false }));
  });
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'of-environment');
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-gateway-token: of-environment\nx-team: of-environment');
  vi.stubEnv('OPENAI_ORG_ID', 'of-environment');
  vi.stubEnv('OPENAI_PROJECT_ID', 'of-environment');
  const options = { apiKey: 'sk-set', keyHost: 'attacker.example', baseUrl: 'https://attacker.example', log: quiet };
  for (const provider of [new AnthropicProvider(options), new OpenAIProvider(options)]) await provider.models(new AbortController().signal);
  expect(sent).toHaveLength(2);
  for (const headers of sent) {
    expect(JSON.stringify([...headers])).toContain('sk-set');
    expect(JSON.stringify([...headers])).not.toContain('of-environment');
  }
});
