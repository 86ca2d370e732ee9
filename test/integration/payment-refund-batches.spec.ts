import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { RefundBatchRunner } from '#categories/payment/refund-batches/refund-batch-runner.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import type { HubAnswer } from '#test/support/hub-client.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import {
  describeOnBothQueues,
  eventually,
  startTestHub,
  type TestHub,
} from '#test/support/test-hub.js';

const ENDED = ['completed', 'completed_with_failures', 'cancelled'];

describeOnBothQueues('a batch of refunds', (queue) => {
  let hub: TestHub;
  let vendor: Simulator;
  let qris: TestProvider;
  beforeAll(async () => {
    [hub, vendor] = await Promise.all([startTestHub({ queue }), startXenditSimulator()]);
    qris = await addProvider(hub, vendor, 'xendit-qris', {
      extra_config: { breaker: { failures: 50 } },
    });
    vendor.act('config', { webhook_url: qris.webhook_url });
  });
  afterEach(() => {
    vendor.faults.clear();
    vendor.act('config', { refunds_end: 'SUCCEEDED' });
  });
  afterAll(async () => {
    await hub.stop();
    await vendor.close();
  });

  async function paid(): Promise<{ id: string; reference: string }> {
    const { body } = await pay(hub, { provider_id: qris.id });
    vendor.act('pay', { reference: body.reference });
    return eventually(async () => {
      const now = (await hub.api.get(`/api/v1/payments/${body.id}`)).body;
      return now.status === 'paid' && now;
    });
  }
  const somePaid = (count: number) => Promise.all(Array.from({ length: count }, paid));
  const send = (refunds: unknown, key: string = randomUUID()): Promise<HubAnswer> =>
    hub.api.post('/api/v1/refund-batches', { refunds }, { 'idempotency-key': key });
  const batchOf = async (id: string) => (await hub.api.get(`/api/v1/refund-batches/${id}`)).body;
  const untilEnd = (id: string) =>
    eventually(async () => {
      const batch = await batchOf(id);
      return ENDED.includes(batch.status) && batch;
    });
  /** Also what the vendor worked on for a moment. */
  const untilSettled = (id: string) =>
    eventually(async () => {
      const batch = await untilEnd(id);
      return batch.pending === 0 && batch;
    });
  const itemsOf = async (id: string, query = '') =>
    (await hub.api.get(`/api/v1/refund-batches/${id}/items${query}`)).body;

  it('is taken at once and worked through, whole and partial', async () => {
    const [whole, part] = await somePaid(2);
    const answer = await send([
      { payment_id: whole?.id, reason: 'typhoon' },
      { payment_id: part?.id, amount: 50_000 },
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ total: 2, failed: 0 });
    expect(await untilSettled(answer.body.id)).toMatchObject({
      status: 'completed',
      total: 2,
      succeeded: 2,
      failed: 0,
    });
    const shown = (await hub.api.get(`/api/v1/payments/${part?.id ?? ''}`)).body;
    expect(shown).toMatchObject({ status: 'partially_refunded', refunded_amount: 50_000 });
    const listed = await hub.api.get('/api/v1/refund-batches?limit=1');
    expect(listed.body.items).toMatchObject([{ id: answer.body.id }]);
  });

  it('goes on past items that fail, and says why each did', async () => {
    const [good, other] = await somePaid(2);
    const open = (await pay(hub, { provider_id: qris.id })).body;
    const nobody = randomUUID();
    const { body } = await send([
      { payment_id: nobody },
      { payment_id: open.id },
      { payment_id: other?.id, amount: 150_001 },
      { payment_id: good?.id },
    ]);
    expect(await untilSettled(body.id)).toMatchObject({
      status: 'completed_with_failures',
      succeeded: 1,
      failed: 3,
    });
    const failed = await itemsOf(body.id, '?status=failed');
    const told = failed.items.map((item: any) => [item.number, item.error.message]);
    expect(told.sort()).toEqual([
      [1, expect.stringContaining(nobody)],
      [2, expect.stringContaining('pending')],
      [3, expect.stringContaining('150000')],
    ]);
    expect(failed.items.find((item: any) => item.number === 3).error.errors).toMatchObject([
      { field: 'amount', code: 'too_big' },
    ]);
  });

  it('is one batch for one key', async () => {
    const [payment] = await somePaid(1);
    const key = randomUUID();
    const refunds = [{ payment_id: payment?.id, amount: 10_000 }];
    const answers = await Promise.all([send(refunds, key), send(refunds, key)]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await send([{ payment_id: payment?.id }], key)).status).toBe(409);
    await untilSettled(answers[0].body.id);
    expect((await hub.api.get(`/api/v1/payments/${payment?.id ?? ''}`)).body.refunded_amount).toBe(
      10_000,
    );
  });

  it('shows what the vendor still works on, and follows it to its end', async () => {
    vendor.act('config', { refunds_end: 'pending' });
    const [payment] = await somePaid(1);
    const { body } = await send([{ payment_id: payment?.id }]);
    expect(await untilEnd(body.id)).toMatchObject({ status: 'completed', pending: 1 });
    const [item] = (await itemsOf(body.id, '?status=pending')).items;
    const [refund] = await hub.sql<{ gateway_refund_id: string }>(
      'SELECT gateway_refund_id FROM refunds WHERE id = $1',
      [item.refund_id],
    );
    vendor.act('settle_refund', { id: refund?.gateway_refund_id, status: 'FAILED' });
    await eventually(async () => (await batchOf(body.id)).failed === 1);
    expect(await batchOf(body.id)).toMatchObject({ status: 'completed_with_failures', pending: 0 });
  });

  it('tries again what surely did nothing, and refunds once', async () => {
    const payment = await paid();
    await vendor.fault({ mode: 'status', status: 429, operation: 'create_refund', times: 1 });
    const { body } = await send([{ payment_id: payment.id }]);
    await eventually(async () => (await itemsOf(body.id)).items[0].attempts === 1);
    expect((await itemsOf(body.id)).items[0]).toMatchObject({ status: 'queued' });
    await dueNow(body.id);
    expect(await untilSettled(body.id)).toMatchObject({ status: 'completed', succeeded: 1 });
  });

  it('is asked for once, whatever died after the refund was written', async () => {
    const payment = await paid();
    const { body } = await send([{ payment_id: payment.id, amount: 20_000 }]);
    await untilSettled(body.id);
    const before = vendor.journal.count('create_refund');
    // As a worker leaves it that dies between the vendor's answer and its own note of it.
    await hub.sql(
      "UPDATE refund_batch_items SET status = 'running', due_at = now() WHERE batch_id = $1",
      [body.id],
    );
    await dueNow(body.id);
    expect(await untilSettled(body.id)).toMatchObject({ status: 'completed', succeeded: 1 });
    expect(vendor.journal.count('create_refund')).toBe(before);
  });

  it('is taken up again when the queue has lost it and its worker is dead', async () => {
    const payments = await somePaid(3);
    const runner = hub.hub.app.get(RefundBatchRunner);
    const { body } = await send(payments.map(({ id }) => ({ payment_id: id })));
    await untilSettled(body.id);
    await hub.sql(
      "UPDATE refund_batch_items SET status = 'queued', refund_id = NULL, due_at = now() WHERE batch_id = $1 AND number > 1",
      [body.id],
    );
    await Promise.all([runner.run(body.id), runner.run(body.id)]);
    const again = await batchOf(body.id);
    // The second time there is nothing left to give back.
    expect(again).toMatchObject({ status: 'completed_with_failures', succeeded: 1, failed: 2 });
    for (const { id } of payments) {
      expect((await hub.api.get(`/api/v1/payments/${id}`)).body.refunded_amount).toBe(150_000);
    }
  });

  it('can be stopped: what has not begun is cancelled', async () => {
    const payment = await paid();
    await vendor.fault({ mode: 'status', status: 429, operation: 'create_refund' });
    const { body } = await send([{ payment_id: payment.id }]);
    await eventually(async () => (await itemsOf(body.id)).items[0].attempts === 1);
    const cancelled = await hub.api.post(`/api/v1/refund-batches/${body.id}/cancel`, {});
    expect(cancelled.body).toMatchObject({ status: 'cancelled', cancelled: 1 });
    vendor.faults.clear();
    await dueNow(body.id);
    expect(await batchOf(body.id)).toMatchObject({ cancelled: 1, succeeded: 0 });
    const again = await hub.api.post(`/api/v1/refund-batches/${body.id}/cancel`, {});
    expect(again.status).toBe(200);
    const audit = await hub.sql<{ action: string }>(
      'SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY id',
      [body.id],
    );
    expect(audit.map(({ action }) => action)).toEqual([
      'refund_batch.created',
      'refund_batch.cancelled',
    ]);
  });

  it('is paged through, the last items first', async () => {
    const { body } = await send(Array.from({ length: 5 }, () => ({ payment_id: randomUUID() })));
    await untilSettled(body.id);
    const first = await itemsOf(body.id, '?limit=3');
    const second = await itemsOf(body.id, `?limit=3&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map((item: any) => item.number)).toEqual([
      5, 4, 3, 2, 1,
    ]);
    expect(second.next_cursor).toBeNull();
  });

  it.each([
    ['no refunds', [], 'refunds'],
    ['too many', Array.from({ length: 1_001 }, () => ({ payment_id: randomUUID() })), 'refunds'],
    ['an id that is none', [{ payment_id: 'R-1' }], 'refunds.0.payment_id'],
    ['an amount of nothing', [{ payment_id: randomUUID(), amount: 0 }], 'refunds.0.amount'],
  ])('is refused with %s', async (_what, refunds, field) => {
    const answer = await send(refunds);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field }]);
  });

  it('of another property is not seen', async () => {
    const { body: property } = await hub.api.post('/api/v1/properties', {
      name: `Hotel ${randomUUID().slice(0, 8)}`,
    });
    const { body } = await send([{ payment_id: randomUUID() }]);
    const key = await hub.api.post('/api/v1/api-keys', {
      name: 'of another hotel',
      scopes: ['payments:write'],
      property_id: property.id,
    });
    const answer = await fetch(`${hub.url}/api/v1/refund-batches/${body.id}`, {
      headers: { authorization: `Bearer ${key.body.key}` },
    });
    expect(answer.status).toBe(404);
  });

  async function dueNow(batchId: string): Promise<void> {
    await hub.sql(
      'UPDATE refund_batch_items SET due_at = now() WHERE batch_id = $1 AND due_at IS NOT NULL',
      [batchId],
    );
    await hub.sql('UPDATE refund_batches SET due_at = now() WHERE id = $1', [batchId]);
  }
});
