import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let primary: TestProvider;
let fallback: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  fallback = await scene.add('xendit-qris');
});
beforeEach(async () => {
  primary = await scene.add('midtrans-qris', { extra_config: { breaker: { open_ms: 60_000 } } });
  await mapFeature(scene.hub, 'payment.qris', [primary, fallback]);
  scene.midtrans.journal.clear();
});
afterEach(async () => {
  scene.midtrans.faults.clear();
  await scene.midtrans.listen();
});
afterAll(() => scene.close());

interface LoggedCall {
  readonly outcome: string;
  readonly attempt: number;
  readonly slug: string;
}

async function callsOf(traceId: string | null): Promise<LoggedCall[]> {
  await delay(1_200); // Rows are written in batches, once a second.
  return scene.hub.sql<LoggedCall>(
    `SELECT l.outcome, l.attempt, p.slug FROM integration_logs l JOIN providers p ON p.id = l.provider_id
     WHERE l.trace_id = $1 AND l.operation = 'create' ORDER BY l.attempt`,
    [traceId],
  );
}

const charge = () => pay(scene.hub, { feature: 'payment.qris' });
const breakerOf = async (id: string) => {
  const [row] = await scene.hub.sql<{ state: string }>(
    'SELECT state FROM provider_breakers WHERE provider_id = $1',
    [id],
  );
  return row?.state ?? 'closed';
};

describe('a primary that refuses connections', () => {
  it('is replaced by the fallback; every attempt is a row of its own under one trace', async () => {
    await scene.midtrans.refuse();
    const answer = await charge();
    expect(answer.status).toBe(201);
    expect(answer.body.provider.id).toBe(fallback.id);
    expect(await callsOf(answer.headers.get('x-trace-id'))).toEqual([
      { outcome: 'unavailable', attempt: 1, slug: primary.slug },
      { outcome: 'ok', attempt: 2, slug: fallback.slug },
    ]);
  });

  it('is no longer called after three failures, and again once an operator closes the breaker', async () => {
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'charge' });
    for (let i = 0; i < 6; i += 1) {
      expect((await charge()).body.provider.id).toBe(fallback.id);
    }
    expect(scene.midtrans.journal.count('charge')).toBe(3);
    expect(await breakerOf(primary.id)).toBe('open');

    scene.midtrans.faults.clear();
    const closed = await scene.hub.api.post(`/api/v1/providers/${primary.id}/breaker`, {
      state: 'closed',
    });
    expect(closed.status).toBe(200);
    expect((await charge()).body.provider.id).toBe(primary.id);
  });

  it('is left out while an operator holds its breaker open', async () => {
    await scene.hub.api.post(`/api/v1/providers/${primary.id}/breaker`, { state: 'open' });
    expect((await charge()).body.provider.id).toBe(fallback.id);
    expect(scene.midtrans.journal.count('charge')).toBe(0);
    await scene.hub.api.post(`/api/v1/providers/${primary.id}/breaker`, { state: 'closed' });
  });

  it('has a breaker without a fallback, too: 503 with the time to come back', async () => {
    const alone = { provider_id: primary.id };
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'charge' });
    for (let i = 0; i < 3; i += 1) expect((await pay(scene.hub, alone)).status).toBe(503);
    const refused = await pay(scene.hub, alone);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(scene.midtrans.journal.count('charge')).toBe(3);
  });

  it('tells of all providers when none of them can be reached', async () => {
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'charge' });
    await scene.xendit.fault({
      mode: 'status',
      status: 503,
      operation: 'create_payment_request',
      times: 1,
    });
    const answer = await charge();
    expect(answer.status).toBe(503);
    expect(answer.body.message).toContain(primary.slug);
    expect(answer.body.message).toContain(fallback.slug);
  });
});

describe('what never goes to a second provider', () => {
  it.each([
    ['invalid_request', 422, '400'],
    ['declined', 402, '410'],
  ])('an answer that means %s', async (_kind, status, code) => {
    await scene.midtrans.fault({
      mode: 'status',
      status: 200,
      operation: 'charge',
      body: { status_code: code, status_message: 'no' },
      times: 1,
    });
    const before = scene.xendit.journal.count('create_payment_request');
    expect((await charge()).status).toBe(status);
    expect(scene.xendit.journal.count('create_payment_request')).toBe(before);
  });
});

describe('one time budget', () => {
  it('leaves no more than the rest to look-ups and fallbacks', async () => {
    const slow = await scene.add('midtrans-qris', { extra_config: { timeout_ms: 1_000 } });
    await mapFeature(scene.hub, 'payment.qris', [slow, fallback]);
    await scene.midtrans.fault({ mode: 'hang', operation: 'charge', times: 1 });
    const startedAt = Date.now();
    const answer = await charge();
    expect(answer.body.provider.id).toBe(fallback.id);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });
});

describe('an outage', () => {
  /** A minute with a request every 4 s, twenty times as fast: open for 3 s, a request every 200 ms for 3 s. */
  it('costs the primary four attempts at most, and one probe brings it back', async () => {
    const scaled = await scene.add('midtrans-qris', {
      extra_config: { breaker: { open_ms: 3_000 } },
    });
    await mapFeature(scene.hub, 'payment.qris', [scaled, fallback]);
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'charge' });
    const end = Date.now() + 3_000;
    while (Date.now() < end) {
      const [answer] = await Promise.all([charge(), delay(200)]);
      expect(answer.status).toBe(201);
    }
    expect(scene.midtrans.journal.count('charge')).toBeLessThanOrEqual(4);

    scene.midtrans.faults.clear();
    await eventually(async () => (await charge()).body.provider.id === scaled.id);
  });
});
