import { afterAll, describe, expect, it } from '@jest/globals';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { EgressGuard } from '#core/http/egress-guard.js';
import { CategoryRegistry } from './category-registry.js';
import { type ProviderDraft, ProviderDrafts } from './provider-draft.js';

const engine = new ExpressionEngine();
afterAll(() => engine.close());

const format = { id: 'http', requires: [], create: () => ({}) };

function drafts(): ProviderDrafts {
  const categories = new CategoryRegistry();
  categories.register({ id: 'door-lock', formats: [format], features: [], isOnPremise: true });
  categories.register({ id: 'sms', formats: [format], features: [] });
  return new ProviderDrafts(engine, categories, new EgressGuard([]));
}

const draftOf = (integrationType: string): ProviderDraft => ({
  integrationType,
  apiFormat: 'http',
  connector: connectorSchema.parse({
    base_urls: {
      default: { production: 'https://api.vendor.example', sandbox: 'https://api.vendor.example' },
    },
  }),
  capabilities: [],
  supportedMethods: [],
  fees: [],
  defaultCurrency: null,
  presetId: null,
  presetVersion: null,
});

const check = (integrationType: string, allowHost?: string) =>
  drafts().check(draftOf(integrationType), {
    name: 'x',
    environment: 'production',
    baseUrls: allowHost === undefined ? {} : { default: 'http://192.168.1.9:8443' },
    extraConfig: allowHost === undefined ? {} : { allow_host: allowHost },
    credentials: {},
  });

describe('a host of the local network', () => {
  it('may be reached by devices on the premises', async () => {
    await expect(check('door-lock', '192.168.1.9:8443')).resolves.toEqual([]);
  });

  it('is refused for any other category, naming the field', async () => {
    await expect(check('sms', '192.168.1.9:8443')).rejects.toMatchObject({
      status: 422,
      errors: [{ field: 'extra_config.allow_host', code: 'not_allowed' }],
    });
    await expect(check('sms')).resolves.toEqual([]);
  });

  it('is the only one even there', async () => {
    await expect(check('door-lock', '192.168.1.10')).rejects.toMatchObject({
      errors: [{ field: 'base_urls.default', code: 'egress_refused' }],
    });
  });
});
