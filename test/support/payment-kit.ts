/** What payment tests need beside a hub: a vendor simulator, a provider on it, a mapped feature. */
import { randomUUID } from 'node:crypto';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { HubAnswer } from './hub-client.js';
import type { TestHub } from './test-hub.js';

export interface TestProvider {
  readonly id: string;
  readonly slug: string;
  readonly webhook_url: string;
}

/** A provider made from a preset through the API, its base URLs and credentials those of the simulator. */
export async function addProvider(
  hub: TestHub,
  simulator: Simulator,
  presetId: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<TestProvider> {
  const preset = (await hub.api.get(`/api/v1/presets/${presetId}`)).body;
  const keys = preset.connector.credentials.map((field: { key: string }) => field.key);
  const answer = await hub.api.post('/api/v1/providers', {
    name: `${presetId} ${randomUUID().slice(0, 8)}`,
    preset_id: presetId,
    environment: 'sandbox',
    credentials: pick(simulator.credentials, keys),
    base_urls: basesAt(simulator.url, preset.connector.base_urls),
    ...changes,
  });
  if (answer.status !== 201) throw new Error(`no provider: ${answer.text}`);
  return answer.body;
}

export async function mapFeature(
  hub: TestHub,
  feature: string,
  chain: readonly { id: string }[],
): Promise<void> {
  const answer = await hub.api.put(`/api/v1/features/${feature}`, {
    chain: chain.map(({ id }) => id),
  });
  if (answer.status !== 200) throw new Error(`not mapped: ${answer.text}`);
}

/** Asks for a payment with a new Idempotency-Key unless one is given. */
export function pay(
  hub: TestHub,
  body: Readonly<Record<string, unknown>>,
  key: string = randomUUID(),
): Promise<HubAnswer> {
  return hub.api.post(
    '/api/v1/payments',
    { order_id: `ORD-${randomUUID().slice(0, 8)}`, amount: 150_000, currency: 'IDR', ...body },
    { 'idempotency-key': key },
  );
}

/** The vendor's own paths on the simulator's address. */
function basesAt(
  origin: string,
  bases: Readonly<Record<string, { sandbox: string }>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bases).map(([name, { sandbox }]) => [
      name,
      origin + new URL(sandbox).pathname.replace(/\/$/, ''),
    ]),
  );
}

function pick(
  values: Readonly<Record<string, string>>,
  keys: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
  );
}
