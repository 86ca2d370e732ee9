import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  PLAIN_WEBHOOK,
  aPlainConnector,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import {
  describeOnBothQueues,
  eventually,
  startTestHub,
  type TestHub,
} from '#test/support/test-hub.js';

describeOnBothQueues('a paused provider', (queue) => {
  let hub: TestHub;
  let other: TestHub;
  let vendor: PlainVendor;
  let provider: PlainProvider;
  beforeAll(async () => {
    hub = await startTestHub({ queue });
    other = await startTestHub({ queue, databaseUrl: hub.databaseUrl });
    vendor = await startPlainVendor();
  });
  afterAll(async () => {
    await other.stop();
    await hub.stop();
    await vendor.close();
  });
  beforeEach(async () => {
    provider = await addPlainProvider(hub.api, vendor.url);
  });

  const pause = (body: Readonly<Record<string, unknown>> = {}, id = provider.id) =>
    hub.api.post(`/api/v1/providers/${id}/pause`, body);
  const resume = (id = provider.id) => hub.api.post(`/api/v1/providers/${id}/resume`, {});
  const knownElsewhere = (isPaused: boolean) =>
    eventually(async () => {
      const { body } = await pay(other, { provider_id: provider.id });
      return (body.message ?? '').includes('paused') === isPaused;
    });
  const paidBy = async (paymentId: string): Promise<string> =>
    (await hub.api.get(`/api/v1/payments/${paymentId}`)).body.status;
  const report = (body: { reference: string; amount: number }, to = provider) =>
    postWebhook(to, {
      reference: body.reference,
      status: 'paid',
      amount: body.amount,
      event_id: randomUUID(),
    });

  it('takes no payment in any process, says why and when to try again', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const answer = await pause({ reason: 'moving accounts', until });
    expect(answer.status).toBe(200);
    expect(answer.body.paused).toMatchObject({ reason: 'moving accounts', until });
    await knownElsewhere(true);
    const asked = vendor.requests.length;
    const refused = await pay(hub, { provider_id: provider.id });
    expect(refused.status).toBe(503);
    expect(refused.body.message).toContain('moving accounts');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(vendor.requests).toHaveLength(asked);

    expect((await resume()).body.paused).toBeNull();
    await knownElsewhere(false);
    expect((await pay(hub, { provider_id: provider.id })).status).toBe(201);
  });

  it('leaves payments to the next of the chain', async () => {
    const next = await addPlainProvider(hub.api, vendor.url);
    await mapFeature(hub, 'payment.link', [provider, next]);
    await pause();
    const { status, body } = await pay(hub, { feature: 'payment.link' });
    expect(status).toBe(201);
    expect(body.routing).toMatchObject({
      provider: { id: next.id },
      skipped: [{ provider: { id: provider.id }, reason: 'paused' }],
    });
  });

  it('still works on webhooks that need no call', async () => {
    const { body } = await pay(hub, { provider_id: provider.id });
    await pause();
    expect((await report(body)).status).toBe(200);
    await eventually(async () => (await paidBy(body.id)) === 'paid');
  });

  it('keeps webhooks that need a call until it goes on, without losing a try', async () => {
    const asking = await addPlainProvider(hub.api, vendor.url, {
      connector: aPlainConnector({ ...PLAIN_WEBHOOK, confirm: 'status' }),
    });
    const { body } = await pay(hub, { provider_id: asking.id });
    await pause({ until: new Date(Date.now() + 4_000).toISOString() }, asking.id);
    const asked = vendor.requests.length;
    expect((await report(body, asking)).status).toBe(200);
    const row = await eventually(async () => {
      const [found] = await hub.sql<{ reason: string | null; attempts: number }>(
        `SELECT reason, attempts FROM webhook_logs WHERE provider_id = $1`,
        [asking.id],
      );
      return found?.reason?.includes('paused') && found;
    });
    expect(row.attempts).toBe(0);
    expect(vendor.requests).toHaveLength(asked);
    expect(await paidBy(body.id)).toBe('pending');
    await eventually(async () => (await paidBy(body.id)) === 'paid', 15_000);
  });

  it('is not polled meanwhile, and polled afterwards', async () => {
    const { body } = await pay(hub, { provider_id: provider.id });
    await pause({ until: new Date(Date.now() + 4_000).toISOString() });
    await knownElsewhere(true);
    const asked = vendor.requests.length;
    await hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [body.id]);
    await eventually(async () => {
      const [row] = await hub.sql<{ waits: boolean }>(
        'SELECT next_check_at > now() AND check_count = 0 AS waits FROM payments WHERE id = $1',
        [body.id],
      );
      return row?.waits;
    });
    expect(vendor.requests).toHaveLength(asked);
    await eventually(async () => (await paidBy(body.id)) === 'paid', 15_000);
    await eventually(async () => {
      const { items } = (await hub.api.get('/api/v1/audit-log?action=provider.resumed')).body;
      return items.some(
        (item: { actor: { name: string }; subject: { id: string } }) =>
          item.subject.id === provider.id && item.actor.name === 'pause ended',
      );
    }, 15_000);
  });

  it('is written down in the audit log, from pause to resume', async () => {
    await pause({ reason: 'a check' });
    await resume();
    await resume();
    const { body } = await hub.api.get('/api/v1/audit-log');
    const mine = body.items.filter(
      (item: { subject: { id: string } }) => item.subject.id === provider.id,
    );
    expect(mine.map((item: { action: string }) => item.action)).toEqual([
      'provider.resumed',
      'provider.paused',
      'provider.created',
    ]);
    expect(mine[1].after).toMatchObject({ pause_reason: 'a check' });
  });

  it('keeps its pause when it is edited', async () => {
    await pause({ reason: 'a check' });
    const answer = await hub.api.patch(`/api/v1/providers/${provider.id}`, { notes: 'edited' });
    expect(answer.body.paused).toMatchObject({ reason: 'a check' });
  });

  it('is refused an end that is over, an unknown field and an unknown provider', async () => {
    const past = await pause({ until: '2020-01-01T00:00:00Z' });
    expect([past.status, past.body.errors[0].field]).toEqual([422, 'until']);
    expect((await pause({ why: 'x' })).status).toBe(422);
    expect((await pause({}, randomUUID())).status).toBe(404);
  });
});
