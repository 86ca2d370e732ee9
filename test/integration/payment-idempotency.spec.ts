import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Idempotency } from '#core/idempotency/idempotency.js';
import { hubClient } from '#test/support/hub-client.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

let scene: PaymentScene;
let provider: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  provider = await scene.add('midtrans-qris');
});
afterEach(() => scene.midtrans.faults.clear());
afterAll(() => scene.close());

const aBody = (): Record<string, unknown> => ({
  provider_id: provider.id,
  order_id: `ORD-${randomUUID().slice(0, 8)}`,
});
const chargesOf = (orderId: unknown) =>
  scene.midtrans.journal.list({ operation: 'charge', text: String(orderId) });

describe('an Idempotency-Key', () => {
  it('makes one payment of two simultaneous requests and gives both the same answer', async () => {
    await scene.midtrans.fault({ mode: 'slow', operation: 'charge', delay_ms: 300, times: 1 });
    const body = aBody();
    const key = randomUUID();
    const [first, second] = await Promise.all([
      pay(scene.hub, body, key),
      pay(scene.hub, body, key),
    ]);
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(chargesOf(body['order_id'])).toHaveLength(1);
  });

  it('gives the stored answer to a later repeat, whatever the payment has become', async () => {
    const body = aBody();
    const key = randomUUID();
    const first = await pay(scene.hub, body, key);
    scene.midtrans.act('pay', { reference: first.body.reference });
    await scene.until(first.body.id, 'paid');
    const again = await pay(scene.hub, body, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(chargesOf(body['order_id'])).toHaveLength(1);
  });

  it('takes another order of the same fields as the same request', async () => {
    const key = randomUUID();
    const first = await pay(scene.hub, { ...aBody(), order_id: 'ORDERED-1', amount: 1000 }, key);
    const again = await scene.hub.api.post(
      '/api/v1/payments',
      { currency: 'IDR', order_id: 'ORDERED-1', amount: 1000, provider_id: provider.id },
      { 'idempotency-key': key },
    );
    expect(again.body.id).toBe(first.body.id);
  });

  it('refuses another body with 409', async () => {
    const body = aBody();
    const key = randomUUID();
    await pay(scene.hub, body, key);
    const other = await pay(scene.hub, { ...body, amount: 150_001 }, key);
    expect(other.status).toBe(409);
    expect(other.body.errors).toMatchObject([{ field: 'Idempotency-Key', code: 'reused' }]);
    expect(chargesOf(body['order_id'])).toHaveLength(1);
  });

  it('is required, and the answer names the header', async () => {
    const body: Record<string, unknown> = { ...aBody(), amount: 1000, currency: 'IDR' };
    const answer = await scene.hub.api.post('/api/v1/payments', body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field: 'Idempotency-Key', code: 'required' }]);
    expect(chargesOf(body['order_id'])).toHaveLength(0);
  });

  it('belongs to the API key that sent it', async () => {
    const { body: made } = await scene.hub.api.post('/api/v1/api-keys', {
      name: 'second PMS',
      scopes: ['payments:write'],
    });
    const other = { ...scene.hub, api: hubClient(scene.hub.url, made.key) };
    const key = randomUUID();
    const body = aBody();
    const first = await pay(scene.hub, body, key);
    const second = await pay(other, body, key);
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('is free again after a create that did nothing', async () => {
    const body = aBody();
    const key = randomUUID();
    await scene.midtrans.fault({ mode: 'status', status: 503, operation: 'charge', times: 1 });
    const refused = await pay(scene.hub, body, key);
    const again = await pay(scene.hub, body, key);
    expect(refused.status).toBe(503);
    expect(again.status).toBe(201);
    expect(again.body.status).toBe('pending');
    const { body: page } = await scene.hub.api.get(
      `/api/v1/payments?order_id=${String(body['order_id'])}`,
    );
    expect(page.items.map((item: { status: string }) => item.status)).toEqual([
      'pending',
      'failed',
    ]);
  });

  it.each([
    ['24 hours', 1],
    ['49 hours', 0],
  ])('that is %s old is among %i kept', async (age, count) => {
    const key = randomUUID();
    await pay(scene.hub, aBody(), key);
    await scene.hub.sql(
      'UPDATE idempotency_keys SET created_at = now() - $2::interval WHERE key = $1',
      [key, age],
    );
    await scene.hub.hub.app.get(Idempotency, { strict: false }).forgetOld();
    const kept = await scene.hub.sql('SELECT FROM idempotency_keys WHERE key = $1', [key]);
    expect(kept).toHaveLength(count);
  });

  it('still answers a repeat when the provider was switched off meanwhile', async () => {
    const gone = await scene.add('midtrans-qris');
    const key = randomUUID();
    const body = { ...aBody(), provider_id: gone.id };
    const first = await pay(scene.hub, body, key);
    await scene.hub.api.patch(`/api/v1/providers/${gone.id}`, { is_active: false });
    const again = await pay(scene.hub, body, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
  });
});

describe('a process that dies in the middle of a create', () => {
  /** What a crash leaves: the key claimed, the row written, no answer. */
  async function crash(body: Record<string, unknown>, key: string, status = 'created') {
    const done = await pay(scene.hub, body, key);
    await scene.settled();
    await scene.hub.sql(
      'UPDATE idempotency_keys SET response_status = NULL, response = NULL WHERE key = $1',
      [key],
    );
    await scene.hub.sql(
      `UPDATE payments SET status = $2, action = '{"type":"none"}', gateway_transaction_id = NULL, refs = '{}',
              expires_at = NULL, created_at = now() - interval '50 seconds',
              next_check_at = now() + interval '1 hour' WHERE id = $1`,
      [done.body.id, status],
    );
    await scene.hub.sql(
      "UPDATE idempotency_keys SET created_at = now() - interval '50 seconds' WHERE key = $1",
      [key],
    );
    return done.body;
  }

  it('leaves a row that the reconciler settles, code and all, and the waiting repeat is answered', async () => {
    const body = aBody();
    const key = randomUUID();
    const lost = await crash(body, key);
    const repeat = pay(scene.hub, body, key);
    await scene.reconcile(lost.id);
    const answer = await repeat;
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      id: lost.id,
      status: 'pending',
      gateway_transaction_id: lost.gateway_transaction_id,
      action: lost.action,
    });
    expect(
      (scene.midtrans.state() as { transactions: { order_id: string }[] }).transactions.filter(
        ({ order_id: id }) => id === lost.reference,
      ),
    ).toHaveLength(1);
  });

  it('is found by the background worker without anybody asking', async () => {
    const key = randomUUID();
    const lost = await crash(aBody(), key);
    await scene.hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [lost.id]);
    await scene.until(lost.id, 'pending');
    await eventually(async () => {
      const [row] = await scene.hub.sql<{ response_status: number | null }>(
        'SELECT response_status FROM idempotency_keys WHERE key = $1',
        [key],
      );
      return row?.response_status === 201;
    });
  });

  it('gives a repeat the payment as unconfirmed when looks have not told what came of it', async () => {
    const body = aBody();
    const key = randomUUID();
    const lost = await crash(body, key);
    await scene.hub.sql('UPDATE payments SET check_count = 2 WHERE id = $1', [lost.id]);
    const answer = await pay(scene.hub, body, key);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: lost.id, status: 'pending_confirmation' });
  });

  it('does not leave the key without an answer when a webhook moved the payment first', async () => {
    const body = aBody();
    const key = randomUUID();
    const lost = await crash(body, key, 'paid');
    const answer = await pay(scene.hub, body, key);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id: lost.id, status: 'paid' });
  });

  it('ends as failed when the vendor keeps denying it, and the PMS hears of it', async () => {
    const body = aBody();
    const key = randomUUID();
    const lost = await crash(body, key);
    await scene.hub.sql(
      "UPDATE payments SET reference = 'never-arrived-' || left(id::text, 8), check_count = 3 WHERE id = $1",
      [lost.id],
    );
    await scene.reconcile(lost.id);
    expect(await scene.payment(lost.id)).toMatchObject({
      status: 'failed',
      failure: { kind: 'not_found' },
    });
    const told = await scene.hub.sql<{ event: string }>(
      "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1",
      [lost.id],
    );
    expect(told.map(({ event }) => event)).toEqual(['payment.failed']);
    expect((await pay(scene.hub, body, key)).body).toMatchObject({ id: lost.id, status: 'failed' });
  });

  it('does not disturb a create that is still running', async () => {
    await scene.midtrans.fault({ mode: 'slow', operation: 'charge', delay_ms: 600, times: 1 });
    const body = aBody();
    const running = pay(scene.hub, body);
    const [row] = await eventually(async () => {
      const rows = await scene.hub.sql<{ id: string }>(
        'SELECT id FROM payments WHERE order_id = $1',
        [body['order_id']],
      );
      return rows.length > 0 && rows;
    });
    const early = await scene.hub.api.get(`/api/v1/payments/${row?.id ?? ''}?refresh=true`);
    expect(early.body.status).toBe('pending_confirmation');
    expect((await running).body).toMatchObject({ status: 'pending', action: { type: 'qr' } });
  });
});

describe('a database that fails after the vendor has the payment', () => {
  it('leaves the row for the reconciler, and nobody is charged twice', async () => {
    await scene.hub.sql(`
      CREATE FUNCTION refuse_accept() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.order_id = 'DB-DOWN' THEN RAISE EXCEPTION 'disk full'; END IF; RETURN NEW; END $$`);
    await scene.hub.sql(
      'CREATE TRIGGER refuse_accept BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION refuse_accept()',
    );
    const key = randomUUID();
    const body = { ...aBody(), order_id: 'DB-DOWN' };
    const broken = await pay(scene.hub, body, key);
    await scene.hub.sql('DROP TRIGGER refuse_accept ON payments');
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('disk full');
    const [row] = await scene.hub.sql<{ id: string; status: string }>(
      `UPDATE payments SET created_at = now() - interval '50 seconds' WHERE order_id = 'DB-DOWN' RETURNING id, status`,
    );
    expect(row?.status).toBe('created');
    const repeat = pay(scene.hub, body, key);
    await scene.reconcile(row?.id ?? '');
    expect((await repeat).body).toMatchObject({
      id: row?.id,
      status: 'pending',
      action: { type: 'qr' },
    });
    const made = (scene.midtrans.state() as { transactions: { order_id: string }[] }).transactions;
    expect(made.filter(({ order_id: id }) => id.startsWith('DB-DOWN'))).toHaveLength(1);
  });
});
