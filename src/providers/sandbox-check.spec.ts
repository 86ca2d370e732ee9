import { describe, expect, it } from '@jest/globals';
import { connectorSchema, type ConnectorInput } from '#connectors/definition.schemas.js';
import { judgeSandbox } from './sandbox-check.js';

const TWO_HOSTS = {
  production: 'https://api.vendor.example',
  sandbox: 'https://sandbox.vendor.example',
};
const ONE_HOST = {
  production: 'https://api.vendor.example',
  sandbox: 'https://api.vendor.example/',
};
const KEY_RULE = {
  field: 'key',
  when: "=provider.environment = 'sandbox' and $contains(credentials.key, 'live')",
  message: { id: 'x', en: 'x' },
};

const judge = (
  base: { production: string; sandbox: string },
  used?: string,
  more: Partial<ConnectorInput> = {},
  environment: 'sandbox' | 'production' = 'sandbox',
) =>
  judgeSandbox({
    connector: connectorSchema.parse({ base_urls: { default: base }, ...more }),
    baseUrls: used === undefined ? {} : { default: used },
    provider: { environment },
  });

describe('judgeSandbox', () => {
  it('lets nothing be tried in production', () => {
    expect(judge(TWO_HOSTS, undefined, {}, 'production')).toBe('production');
  });

  it('knows a sandbox by its address, and takes another one, such as a simulator, for it', () => {
    expect(judge(TWO_HOSTS)).toBe('sandbox');
    expect(judge(TWO_HOSTS, 'http://127.0.0.1:4010')).toBe('sandbox');
  });

  it('notices the production address in a sandbox provider, however it is written', () => {
    expect(judge(TWO_HOSTS, 'https://API.vendor.example:443/')).toBe('production_address');
  });

  it('needs a rule that refuses production keys where both share one address', () => {
    expect(judge(ONE_HOST)).toBe('undecidable');
    expect(judge(ONE_HOST, undefined, { rules: [{ ...KEY_RULE, severity: 'warning' }] })).toBe(
      'undecidable',
    );
    expect(judge(ONE_HOST, undefined, { rules: [KEY_RULE] })).toBe('sandbox');
    expect(judge(ONE_HOST, 'http://127.0.0.1:4010')).toBe('sandbox');
  });
});
