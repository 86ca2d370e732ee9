/** Health over time, the history of breakers, and what the front desk sees of it without a login. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { hubClient } from '#test/support/hub-client.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const NAME = 'Gerbang Rahasia';

let hub: TestHub;
let simulator: Simulator;
let provider: TestProvider;

beforeAll(async () => {
  simulator = await startMidtransSimulator();
  hub = await startTestHub();
  provider = await addProvider(hub, simulator, 'midtrans-qris', {
    name: NAME,
    extra_config: { breaker: { failures: 3, open_ms: 1_000 } },
  });
});
afterAll(async () => {
  await hub.stop();
  await simulator.close();
});

const seriesOf = async (query: string) =>
  (await hub.api.get(`/api/v1/health/series?${query}`)).body;

describe('health over time', () => {
  it('has a point for every step, also before the first call', async () => {
    const series = await seriesOf('window=1h');
    expect(series.items).toHaveLength(60);
    expect(series.total).toMatchObject({ calls: 0, success_rate: null });
    expect(series.breakers).toEqual([]);
  });

  it('counts calls, of one provider and of all', async () => {
    await pay(hub, { provider_id: provider.id });
    await simulator.fault({ mode: 'status', status: 503, times: 3 });
    for (let i = 0; i < 3; i += 1) await pay(hub, { provider_id: provider.id });
    for (const query of ['window=1h', `window=1h&provider_id=${provider.id}`]) {
      const series = await eventually(async () => {
        const found = await seriesOf(query);
        return found.total.calls === 4 && found;
      });
      expect(series.total).toMatchObject({ success_rate: 0.25, errors: { unavailable: 3 } });
      expect(series.before.calls).toBe(0);
      const calls = series.items.map((point: { calls: number }) => point.calls);
      expect(calls.reduce((sum: number, count: number) => sum + count, 0)).toBe(4);
    }
  });

  it('compares with the time before', async () => {
    await hub.sql(
      `INSERT INTO call_figures (step, at, provider_id, operation, outcome, bucket, calls)
       SELECT 'minute', date_trunc('minute', now() - interval '90 minutes'), $1, 'create', 'ok', 20, 50`,
      [provider.id],
    );
    const series = await seriesOf(`window=1h&provider_id=${provider.id}`);
    expect(series.before).toMatchObject({ calls: 50, success_rate: 1 });
    expect(series.total.calls).toBe(4);
  });

  it('compares a week with the one before by whole days, exact to the hour at both ends', async () => {
    await hub.sql(
      `INSERT INTO call_figures (step, at, provider_id, operation, outcome, bucket, calls)
       SELECT step, date_trunc(step, hour, 'UTC'), $1, 'lookup', 'ok', 20, count(*)
       FROM generate_series(date_trunc('hour', now()) - interval '16 days', now(), '1 hour') AS hour
       CROSS JOIN (VALUES ('hour'), ('day')) AS s (step) GROUP BY 1, 2`,
      [provider.id],
    );
    await hub.sql(
      `DELETE FROM call_figures WHERE step = 'hour' AND operation = 'lookup'
       AND at >= date_trunc('day', now() - interval '12 days', 'UTC')
       AND at < date_trunc('day', now() - interval '9 days', 'UTC')`,
    );
    const series = await seriesOf(`window=7d&provider_id=${provider.id}`);
    await hub.sql(`DELETE FROM call_figures WHERE operation = 'lookup'`);
    expect(series.before).toMatchObject({ calls: 7 * 24, success_rate: 1 });
    const hours = Math.floor((Date.parse(series.until) - Date.parse(series.since)) / 3_600_000);
    // One more than whole hours; one less if the hour just turned.
    expect([hours + 4, hours + 5]).toContain(series.total.calls);
  });

  it('keeps when a breaker was not closed', async () => {
    const [interval] = (await seriesOf('window=1h')).breakers;
    expect(interval).toMatchObject({ provider_id: provider.id, state: 'open', to: null });
    await delay(1_100);
    await pay(hub, { provider_id: provider.id });
    const { breakers } = await eventually(async () => {
      const found = await seriesOf('window=24h');
      return found.breakers.at(-1)?.to !== null && found;
    });
    expect(breakers.map(({ state }: { state: string }) => state)).toEqual(['open', 'half_open']);
  });

  it('marks what an operator did by hand', async () => {
    const force = (state: string) =>
      hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state });
    await force('open');
    expect((await seriesOf('window=1h')).breakers.at(-1)).toMatchObject({
      is_forced: true,
      to: null,
    });
    await force('closed');
    expect((await seriesOf('window=1h')).breakers.at(-1).to).not.toBeNull();
  });

  it('refuses what is not there, naming it', async () => {
    const nobody = '0192b3a4-0000-7000-8000-00000000000a';
    const missing = await hub.api.get(`/api/v1/health/series?provider_id=${nobody}`);
    expect(missing.status).toBe(404);
    const odd = await hub.api.get('/api/v1/health/series?window=2h');
    expect([odd.status, odd.body.errors[0].field]).toEqual([422, 'window']);
  });
});

describe('the status page', () => {
  const stranger = () => hubClient(hub.url, '');
  /** Like `eventually`, without using up what an address may ask in a minute. */
  const looksUntil = <T>(look: () => Promise<T | undefined | false>) =>
    eventually(async () => {
      await delay(400);
      return look();
    });
  const read = (key: string) => stranger().get(`/api/v1/status?key=${key}`);
  let key: string;
  let pageId: string;

  it('shows nothing to whoever has no link', async () => {
    expect((await read('guessed')).status).toBe(404);
    expect((await stranger().get('/api/v1/status')).status).toBe(422);
    expect((await stranger().get('/api/v1/status-pages')).status).toBe(401);
  });

  it('says in general words what works, and nothing else', async () => {
    const { body: page } = await hub.api.post('/api/v1/status-pages', {});
    pageId = page.id;
    key = new URL(page.url).searchParams.get('key') ?? '';
    const answer = await read(key);
    expect(answer.status).toBe(200);
    expect(answer.body.categories).toEqual([
      { category: 'payment', state: expect.any(String), since: expect.anything(), providers: null },
    ]);
  });

  it('tells of trouble, and since when, without saying who the vendor is', async () => {
    await hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state: 'open' });
    const answer = await looksUntil(async () => {
      const found = await read(key);
      return found.body.categories[0].state === 'down' && found;
    });
    expect(answer.body.categories[0].since).not.toBeNull();
    for (const secret of [NAME, provider.id, provider.slug, 'midtrans']) {
      expect(answer.text.toLowerCase()).not.toContain(secret.toLowerCase());
    }
  });

  it('names providers when the owner wants it', async () => {
    await hub.api.patch('/api/v1/settings', { status_page: { shows_names: true } });
    expect((await read(key)).body.categories[0].providers).toEqual([{ name: NAME, state: 'down' }]);
    await hub.api.patch('/api/v1/settings', { status_page: { shows_names: null } });
  });

  it('of one property leaves out what the others have alone', async () => {
    const { body: other } = await hub.api.post('/api/v1/properties', { name: 'Hotel Lain' });
    await addProvider(hub, simulator, 'midtrans-snap', { property_id: other.id });
    const { body: list } = await hub.api.get('/api/v1/properties');
    const own = list.items.find(({ id }: { id: string }) => id !== other.id);
    const states = async (propertyId: string) => {
      const { body: page } = await hub.api.post('/api/v1/status-pages', {
        property_id: propertyId,
      });
      const { body } = await read(new URL(page.url).searchParams.get('key') ?? '');
      return body.categories.map(({ state }: { state: string }) => state);
    };
    // A provider of all properties is down; the other hotel has one of its own beside it.
    await looksUntil(async () => (await states(other.id))[0] === 'troubled');
    expect(await states(own.id)).toEqual(['down']);
    const odd = await hub.api.post('/api/v1/status-pages', { property_id: pageId });
    expect([odd.status, odd.body.errors[0].field]).toEqual([422, 'property_id']);
  });

  it('is closed by the switch, and by taking its link back', async () => {
    await hub.api.patch('/api/v1/settings', { status_page: { is_on: false } });
    expect((await read(key)).status).toBe(404);
    await hub.api.patch('/api/v1/settings', { status_page: { is_on: null } });
    expect((await read(key)).status).toBe(200);
    expect((await hub.api.delete(`/api/v1/status-pages/${pageId}`)).status).toBe(204);
    expect((await read(key)).status).toBe(404);
    expect((await hub.api.delete(`/api/v1/status-pages/${pageId}`)).status).toBe(404);
  });

  it('can not be asked for without end', async () => {
    const answers = await Promise.all(Array.from({ length: 260 }, () => read('guessed')));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });
});
