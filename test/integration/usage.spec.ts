import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const FEES = [{ method: '*', percent: '0.7', fixed: 1_000 }];

describe('the use of providers', () => {
  let hub: TestHub;
  let vendor: PlainVendor;

  beforeAll(async () => {
    vendor = await startPlainVendor();
    hub = await startTestHub();
  });
  afterAll(async () => {
    await hub.stop();
    await vendor.close();
  });

  const limit = (provider: PlainProvider, limits: Readonly<Record<string, unknown>>) =>
    hub.api.put(`/api/v1/providers/${provider.id}/usage-limits`, limits);

  const usageOf = async (provider: PlainProvider, month = '') =>
    (await hub.api.get(`/api/v1/usage?provider_id=${provider.id}${month && `&month=${month}`}`))
      .body;

  const usageWhen = (provider: PlainProvider, calls: number) =>
    eventually(async () => {
      const usage = await usageOf(provider);
      return usage.totals.calls >= calls && usage;
    });

  const payments = async (provider: PlainProvider, count: number) => {
    const answers = [];
    for (let i = 0; i < count; i += 1) answers.push(await pay(hub, { provider_id: provider.id }));
    return answers;
  };

  const alertsOf = async (provider: PlainProvider) => {
    const { body } = await hub.api.get(`/api/v1/alerts?provider_id=${provider.id}`);
    return body.items.filter((alert: { rule: string }) => alert.rule === 'usage_limit');
  };

  it('is counted by operation, every call once', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url);
    await payments(provider, 3);
    const usage = await usageWhen(provider, 3);
    expect(usage.items).toEqual([
      {
        provider: { id: provider.id, slug: provider.slug, name: expect.any(String) },
        operation: 'create',
        calls: 3,
        succeeded: 3,
        failed: 0,
        costs: [],
        unpriced: 0,
        cost_estimate: null,
      },
    ]);
  });

  it('leaves out what the breaker refused', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url);
    await payments(provider, 1);
    await hub.api.post(`/api/v1/providers/${provider.id}/breaker`, { state: 'open' });
    await payments(provider, 2);
    await eventually(async () => {
      const rows = await hub.sql<{ outcome: string }>(
        `SELECT outcome FROM integration_logs WHERE provider_id = $1 AND outcome = 'breaker_open'`,
        [provider.id],
      );
      return rows.length > 0;
    });
    expect(await usageWhen(provider, 1)).toMatchObject({ totals: { calls: 1, failed: 0 } });
  });

  it('has the cost of what was paid, by the fee table', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url, { fees: FEES });
    const [first, second] = await payments(provider, 2);
    await postWebhook(provider, {
      reference: first?.body.reference,
      status: 'paid',
      amount: 150_000,
      event_id: randomUUID(),
    });
    await eventually(
      async () => (await hub.api.get(`/api/v1/payments/${first?.body.id}`)).body.status === 'paid',
    );
    const usage = await usageWhen(provider, 2);
    expect(second?.body.status).toBe('pending');
    expect(usage.items).toMatchObject([
      { operation: 'create', cost_estimate: { amount: 2_050, currency: 'IDR' } },
    ]);
    expect(usage.providers).toMatchObject([
      { costs: [{ amount: 2_050, currency: 'IDR' }], unpriced: 0, limits: null },
    ]);
  });

  it('says how many paid payments have no known fee', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url);
    const [payment] = await payments(provider, 1);
    await postWebhook(provider, {
      reference: payment?.body.reference,
      status: 'paid',
      amount: 150_000,
      event_id: randomUUID(),
    });
    const usage = await eventually(async () => {
      const found = await usageOf(provider);
      return found.totals.unpriced > 0 && found;
    });
    expect(usage.totals).toMatchObject({ costs: [], unpriced: 1 });
  });

  it('is asked for by month, and a month without calls is empty', async () => {
    const provider = await addPlainProvider(hub.api, vendor.url);
    await payments(provider, 1);
    await usageWhen(provider, 1);
    expect(await usageOf(provider, '2025-01')).toMatchObject({
      month: '2025-01',
      items: [],
      totals: { calls: 0, costs: [] },
    });
    const { status, body } = await hub.api.get('/api/v1/usage?month=2026-13');
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ field: 'month' });
  });

  describe('limits', () => {
    it('are kept with an audit row, shown, and taken away by an empty body', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      const set = await limit(provider, {
        monthly_calls: 1_000,
        monthly_cost: { amount: 50_000, currency: 'IDR' },
        action: 'block',
      });
      expect(set.status).toBe(200);
      const shown = await hub.api.get(`/api/v1/providers/${provider.id}/usage-limits`);
      expect(shown.body).toEqual({
        provider_id: provider.id,
        monthly_calls: 1_000,
        daily_calls: null,
        monthly_cost: { amount: 50_000, currency: 'IDR' },
        action: 'block',
      });
      expect(await usageOf(provider)).toMatchObject({
        providers: [
          { used_percent: 0, uses: [{ limit: 'monthly_calls' }, { limit: 'monthly_cost' }] },
        ],
      });
      const rows = await hub.sql<{ after: unknown }>(
        `SELECT after FROM audit_log WHERE action = 'provider.usage_limits_changed' AND subject_id = $1`,
        [provider.id],
      );
      expect(rows).toMatchObject([{ after: { monthly_calls: 1_000 } }]);
      await limit(provider, {});
      expect(await usageOf(provider)).toMatchObject({ providers: [] });
    });

    it.each([
      [{ monthly_calls: 0 }, 'monthly_calls'],
      [{ daily_calls: 1.5 }, 'daily_calls'],
      [{ monthly_cost: { amount: 10, currency: 'XXQ' } }, 'monthly_cost.currency'],
      [{ action: 'explode' }, 'action'],
    ])('are refused when they make no sense: %j', async (body, field) => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      const answer = await limit(provider, body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].field).toBe(field);
    });

    it('that block refuse new payments exactly from the limit on, and say which and who raises it', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { daily_calls: 3, action: 'block' });
      const answers = await payments(provider, 4);
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 503]);
      const refused = answers[3];
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused?.body.errors).toMatchObject([{ code: 'rate_limited' }]);
      expect(refused?.body.message).toContain('daily_calls');
      expect(refused?.body.message).toContain(`PUT /api/v1/providers/${provider.id}/usage-limits`);
      expect((await usageWhen(provider, 3)).totals.calls).toBe(3);
    });

    it('hold for many at once', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { monthly_calls: 5, action: 'block' });
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => pay(hub, { provider_id: provider.id })),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
      expect(answers.filter(({ status }) => status === 503)).toHaveLength(7);
    });

    it('that block send the payment to the next provider of the chain', async () => {
      const full = await addPlainProvider(hub.api, vendor.url);
      const next = await addPlainProvider(hub.api, vendor.url);
      await limit(full, { monthly_calls: 1, action: 'block' });
      await payments(full, 1);
      await mapFeature(hub, 'payment.page', [full, next]);
      const answer = await pay(hub, { feature: 'payment.page' });
      expect(answer.status).toBe(201);
      expect(answer.body.provider.id ?? answer.body.provider_id).toBe(next.id);
    });

    it('that block let open payments be looked after', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { monthly_calls: 1, action: 'block' });
      const [payment] = await payments(provider, 1);
      expect((await payments(provider, 1)).map(({ status }) => status)).toEqual([503]);
      await hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [payment?.body.id]);
      const paid = await eventually(async () => {
        const { body } = await hub.api.get(`/api/v1/payments/${payment?.body.id}`);
        return body.status === 'paid' && body;
      }, 25_000);
      expect(paid.id).toBe(payment?.body.id);
      expect((await usageWhen(provider, 2)).items).toMatchObject([
        { operation: 'create', calls: 1 },
        { operation: 'status', calls: 1 },
      ]);
    });

    it('that only alert refuse nothing', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { monthly_calls: 1 });
      const answers = await payments(provider, 2);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    });

    it('are raised while they hold', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { monthly_calls: 1, action: 'block' });
      await payments(provider, 2);
      await limit(provider, { monthly_calls: 2, action: 'block' });
      expect((await payments(provider, 2)).map(({ status }) => status)).toEqual([201, 503]);
    });

    it('know what was used before this process began', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await payments(provider, 2);
      await usageWhen(provider, 2);
      await limit(provider, { monthly_calls: 2, action: 'block' });
      expect((await payments(provider, 1)).map(({ status }) => status)).toEqual([503]);
    });

    it('alert once near the limit and once at it, in both languages', async () => {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { monthly_calls: 10, action: 'block' });
      await payments(provider, 9);
      const near = await eventually(async () => {
        const [alert] = await alertsOf(provider);
        return alert;
      }, 40_000);
      expect(near).toMatchObject({ severity: 'warning', data: { stage: 'near', percent: 90 } });
      expect(near.message.id).toContain('90 % dari batas');
      expect(near.message.en).toContain('9 of 10 calls');
      await payments(provider, 1);
      const reached = await eventually(async () => {
        const found = await alertsOf(provider);
        return found.find((alert: { data: { stage: string } }) => alert.data.stage === 'reached');
      }, 40_000);
      expect(reached).toMatchObject({ severity: 'critical', data: { percent: 100 } });
      expect(await alertsOf(provider)).toHaveLength(2);
    }, 90_000);
  });

  it('counts together what two processes do', async () => {
    const other = await startTestHub({ databaseUrl: hub.databaseUrl });
    try {
      const provider = await addPlainProvider(hub.api, vendor.url);
      await limit(provider, { monthly_calls: 3, action: 'block' });
      await payments(provider, 3);
      const answer = await eventually(async () => {
        const tried = await pay(other, { provider_id: provider.id });
        return tried.status === 503 && tried;
      });
      expect(answer.body.message).toContain('monthly_calls');
    } finally {
      await other.stop();
    }
  });
});
