import { afterAll, describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { checkCredentials, toFieldErrors, trimCredentials } from './credential-check.js';
import { connectorSchema } from './definition.schemas.js';
import { ExpressionEngine } from './expressions/expression-engine.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

const connector = connectorSchema.parse({
  credentials: [
    {
      key: 'server_key',
      label: { id: 'Kunci server', en: 'Server key' },
      pattern: '(SB-)?Mid-server-[A-Za-z0-9_-]+',
    },
    { key: 'note', label: { id: 'Catatan', en: 'Note' }, required: false, pattern: '[a-z]+' },
    { key: 'channel', label: { id: 'Kanal', en: 'Channel' }, secret: false, default: 'H2H' },
  ],
  rules: [
    {
      field: 'server_key',
      when: "=provider.environment = 'production' and $contains(credentials.server_key, 'SB-')",
      message: { id: 'Ini kunci sandbox.', en: 'This is a sandbox key.' },
    },
    {
      field: 'channel',
      when: "=credentials.channel != 'H2H'",
      message: { id: 'Kanal tidak lazim.', en: 'Unusual channel.' },
      severity: 'warning',
    },
  ],
});

function check(
  credentials: Record<string, string>,
  environment: 'production' | 'sandbox' = 'sandbox',
) {
  return checkCredentials(engine, connector, {
    credentials,
    provider: {
      id: 'p',
      slug: 's',
      name: 'T',
      environment,
      webhook_url: 'https://hub.test/w',
      extra: {},
    },
  });
}

describe('checkCredentials', () => {
  it('accepts a key pasted with blanks around it', async () => {
    expect(await check({ server_key: '  SB-Mid-server-abc\n' })).toEqual([]);
  });

  it.each([
    ['nothing', {}, 'required'],
    ['only blanks', { server_key: '   ' }, 'required'],
    ['another kind of key', { server_key: 'SB-Mid-client-abc' }, 'pattern'],
    ['a key with something behind it', { server_key: 'SB-Mid-server-abc def' }, 'pattern'],
  ])('finds %s', async (_what, credentials, code) => {
    expect(await check(credentials as Record<string, string>)).toMatchObject([
      { field: 'server_key', code, severity: 'error' },
    ]);
  });

  it('catches a key of the wrong environment', async () => {
    const findings = await check({ server_key: 'SB-Mid-server-abc' }, 'production');
    expect(findings).toMatchObject([
      { code: 'rule', severity: 'error', message: { en: 'This is a sandbox key.' } },
    ]);
  });

  it('warns without making an error of it', async () => {
    const findings = await check({ server_key: 'Mid-server-abc', channel: 'SDK' });
    expect(findings).toMatchObject([{ field: 'channel', severity: 'warning' }]);
    expect(toFieldErrors(findings, 'id')).toEqual([]);
  });

  it.each([
    ['id', 'Kunci server wajib diisi.'],
    ['en', 'Server key is required.'],
  ] as const)('speaks to the API in the language %s', async (language, message) => {
    expect(toFieldErrors(await check({}), language)).toEqual([
      { field: 'credentials.server_key', code: 'required', message },
    ]);
  });
});

describe('trimCredentials', () => {
  it('trims secrets and open values and keeps what is inside', () => {
    const trimmed = trimCredentials({ a: new Secret(' x y \n'), b: ' z ' });
    expect(trimmed['a']).toBeInstanceOf(Secret);
    expect([(trimmed['a'] as Secret).reveal(), trimmed['b']]).toEqual(['x y', 'z']);
  });
});
