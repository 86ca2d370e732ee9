import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { HubClient } from '#test/support/hub-client.js';

export interface DemoProvider {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly webhook_url: string;
  readonly vendor: string;
}

interface Wish {
  readonly preset: string;
  readonly name: string;
  readonly vendor: 0 | 1;
  readonly feature: string;
}

/** First of a feature is primary, the next one steps in. */
const WISHES: readonly Wish[] = [
  { preset: 'midtrans-snap', name: 'Halaman bayar Midtrans', vendor: 0, feature: 'payment.page' },
  { preset: 'xendit-session', name: 'Halaman bayar Xendit', vendor: 1, feature: 'payment.page' },
  {
    preset: 'midtrans-snap-embed',
    name: 'Midtrans di situs sendiri',
    vendor: 0,
    feature: 'payment.embed',
  },
  { preset: 'midtrans-qris', name: 'QRIS Midtrans', vendor: 0, feature: 'payment.qris' },
  { preset: 'xendit-qris', name: 'QRIS Xendit', vendor: 1, feature: 'payment.qris' },
  { preset: 'midtrans-va', name: 'VA Midtrans', vendor: 0, feature: 'payment.virtual_account' },
  { preset: 'xendit-va', name: 'VA Xendit', vendor: 1, feature: 'payment.virtual_account' },
  { preset: 'midtrans-ewallet', name: 'E-wallet Midtrans', vendor: 0, feature: 'payment.e_wallet' },
  { preset: 'xendit-ewallet', name: 'E-wallet Xendit', vendor: 1, feature: 'payment.e_wallet' },
  { preset: 'midtrans-card', name: 'Kartu Midtrans', vendor: 0, feature: 'payment.card' },
];

/** Connects, tests and maps the demo's providers; on a second start they are pointed at the new simulators. */
export async function furnish(
  api: HubClient,
  simulators: readonly [Simulator, Simulator],
): Promise<DemoProvider[]> {
  const known = await knownProviders(api);
  const providers: DemoProvider[] = [];
  const chains = new Map<string, string[]>();
  for (const wish of WISHES) {
    const simulator = simulators[wish.vendor];
    const settings = await settingsOf(api, wish, simulator);
    const id = known.get(wish.name);
    const answer = id
      ? await api.patch(`/api/v1/providers/${id}`, settings)
      : await api.post('/api/v1/providers', {
          name: wish.name,
          preset_id: wish.preset,
          environment: 'sandbox',
          ...settings,
        });
    if (answer.status >= 300) throw new Error(`${wish.name}: ${answer.text}`);
    providers.push({ ...answer.body, vendor: simulator.name });
    chains.set(wish.feature, [...(chains.get(wish.feature) ?? []), answer.body.id]);
    await api.post(`/api/v1/providers/${answer.body.id}/test`);
  }
  for (const [feature, chain] of chains) await api.put(`/api/v1/features/${feature}`, { chain });
  await tellXendit(simulators[1], providers);
  return providers;
}

async function knownProviders(api: HubClient): Promise<Map<string, string>> {
  const { body } = await api.get('/api/v1/providers?limit=200');
  return new Map(body.items.map((item: DemoProvider) => [item.name, item.id]));
}

async function settingsOf(
  api: HubClient,
  wish: Wish,
  simulator: Simulator,
): Promise<Record<string, unknown>> {
  const { connector } = (await api.get(`/api/v1/presets/${wish.preset}`)).body;
  const credentials = connector.credentials.flatMap(({ key }: { key: string }) => {
    const value = simulator.credentials[key];
    return value === undefined ? [] : [[key, value]];
  });
  const bases = Object.entries(connector.base_urls as Record<string, { sandbox: string }>).map(
    ([name, { sandbox }]) => [name, simulator.url + new URL(sandbox).pathname.replace(/\/$/, '')],
  );
  return { credentials: Object.fromEntries(credentials), base_urls: Object.fromEntries(bases) };
}

/** That vendor sends every webhook of an account to one address, set in its dashboard. */
async function tellXendit(simulator: Simulator, providers: readonly DemoProvider[]): Promise<void> {
  const first = providers.find((provider) => provider.vendor === simulator.name);
  if (first) simulator.act('config', { webhook_url: first.webhook_url });
}
