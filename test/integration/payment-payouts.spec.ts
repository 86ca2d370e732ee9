import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubAnswer } from '#test/support/hub-client.js';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { TEST_ADMIN_KEY } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

const ACCOUNT = { bank: 'BCA', account_number: '1234567890', account_name: 'Budi Utomo' };
const PDF = Buffer.from('%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n');

let scene: PaymentScene;
let va: TestProvider;
let qris: TestProvider;
beforeAll(async () => {
  scene = await startPaymentScene();
  va = await scene.add('xendit-va');
  qris = await scene.add('xendit-qris');
});
afterAll(() => scene.close());

async function paid(provider: TestProvider = va) {
  const { body } = await pay(scene.hub, {
    provider_id: provider.id,
    ...(provider === va && { method: 'bca_va' }),
  });
  scene.xendit.act('pay', { reference: body.reference });
  return scene.until(body.id, 'paid');
}

const refund = (
  id: string,
  body: Record<string, unknown> = {},
  key: string = randomUUID(),
): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payments/${id}/refunds`, body, { 'idempotency-key': key });
const complete = (id: string, proof: Record<string, unknown>): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payout-tasks/${id}/complete`, { proof });
const cancel = (id: string, reason: string): Promise<HubAnswer> =>
  scene.hub.api.post(`/api/v1/payout-tasks/${id}/cancel`, { reason });
const taskOf = async (id: string) => (await scene.hub.api.get(`/api/v1/payout-tasks/${id}`)).body;

/** A paid VA whose money is to go back by transfer. */
async function opened(body: Record<string, unknown> = {}) {
  const payment = await paid();
  const { body: made } = await refund(payment.id, body);
  return { payment, id: made.id as string };
}

const auditOf = (id: string) =>
  scene.hub.sql<{ action: string; after: Record<string, unknown> }>(
    'SELECT action, after FROM audit_log WHERE subject_id = $1 ORDER BY id',
    [id],
  );
const outboxOf = async (id: string) =>
  (
    await scene.hub.sql<{ event: string }>(
      `SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id`,
      [id],
    )
  ).map(({ event }) => event);

describe('a refund on a rail without refunds', () => {
  it('becomes a payout task, and no vendor is asked', async () => {
    const payment = await paid();
    const before = scene.xendit.journal.count();
    const answer = await refund(payment.id, { reason: 'typhoon' });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      status: 'pending',
      via: 'payout',
      amount: 150_000,
      payout_task: { id: answer.body.id, status: 'open' },
    });
    expect(scene.xendit.journal.count()).toBe(before);
    expect((await refund(payment.id)).status).toBe(409);
    const list = await scene.hub.api.get('/api/v1/payout-tasks?status=open');
    expect(list.body.items[0]).toMatchObject({
      id: answer.body.id,
      status: 'open',
      payment_id: payment.id,
      reason: 'typhoon',
      destination: null,
    });
  });

  it('is one task for one key', async () => {
    const payment = await paid();
    const key = randomUUID();
    const answers = await Promise.all([
      refund(payment.id, { amount: 10_000 }, key),
      refund(payment.id, { amount: 10_000 }, key),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[0].body).toEqual(answers[1].body);
    const list = await scene.hub.api.get(`/api/v1/payout-tasks?payment_id=${payment.id}`);
    expect(list.body.items).toHaveLength(1);
  });

  it('may be wanted where the vendor could, too', async () => {
    const payment = await paid(qris);
    const before = scene.xendit.journal.count('create_refund');
    const answer = await refund(payment.id, { amount: 20_000, via: 'payout' });
    expect(answer.body).toMatchObject({ via: 'payout', payout_task: { status: 'open' } });
    expect(scene.xendit.journal.count('create_refund')).toBe(before);
    expect((await refund(payment.id)).body).toMatchObject({ via: 'vendor', amount: 130_000 });
  });
});

describe('a guest’s bank account', () => {
  it('is sealed, masked wherever many look, and shown to who pays', async () => {
    const { id } = await opened({ destination: ACCOUNT });
    expect((await taskOf(id)).destination).toEqual(ACCOUNT);
    const masked = { bank: 'BCA', account_number: '****7890', account_name: 'B*** U***' };
    const list = await scene.hub.api.get('/api/v1/payout-tasks');
    expect(list.body.items[0].destination).toEqual(masked);
    const reader = await scene.hub.api.post('/api/v1/api-keys', {
      name: 'reads',
      scopes: ['payments:read'],
    });
    const read = (path: string) =>
      fetch(scene.hub.url + path, { headers: { authorization: `Bearer ${reader.body.key}` } });
    const seen = (await (await read(`/api/v1/payout-tasks/${id}`)).json()) as {
      destination: unknown;
    };
    expect(seen.destination).toEqual(masked);
    expect((await read(`/api/v1/payout-tasks/${id}/proof`)).status).toBe(403);
    expect((await auditOf(id))[0]).toMatchObject({ after: { destination: masked } });
    const [row] = await scene.hub.sql<{ destination_sealed: string }>(
      'SELECT destination_sealed FROM payout_tasks WHERE id = $1',
      [id],
    );
    expect(row?.destination_sealed).toMatch(/^kv1\./);
  });

  it('is nowhere in the clear', async () => {
    const number = `77${Date.now()}`;
    const { id } = await opened({ destination: { ...ACCOUNT, account_number: number } });
    await complete(id, { reference: 'TRX-1' });
    const tables = await scene.hub.sql<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    for (const { name } of tables) {
      const rows = await scene.hub.sql(
        `SELECT 1 FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%' LIMIT 1`,
        [number],
      );
      expect([name, rows.length]).toEqual([name, 0]);
    }
  });

  it.each([
    [{ ...ACCOUNT, account_number: '12' }, 'destination.account_number'],
    [{ ...ACCOUNT, account_name: '' }, 'destination.account_name'],
    [{ bank: 'BCA' }, 'destination.account_number'],
  ])('that is none names the field', async (destination, field) => {
    const answer = await refund(randomUUID(), { destination });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ field });
  });
});

describe('a payout that is done', () => {
  it('makes the refund succeed, and keeps the proof', async () => {
    const { payment, id } = await opened();
    const answer = await complete(id, {
      reference: 'TRX-42',
      note: 'by mobile banking',
      paid_at: '2026-11-20T10:00:00+07:00',
      attachment: {
        filename: 'bukti transfer.pdf',
        content_type: 'application/pdf',
        content: PDF.toString('base64'),
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'completed',
      proof: {
        reference: 'TRX-42',
        note: 'by mobile banking',
        paid_at: '2026-11-20T03:00:00.000Z',
        attachment: {
          filename: 'bukti transfer.pdf',
          size: PDF.length,
          url: `/api/v1/payout-tasks/${id}/proof`,
        },
      },
    });
    expect(await scene.payment(payment.id)).toMatchObject({
      status: 'refunded',
      refunded_amount: 150_000,
    });
    expect(await outboxOf(payment.id)).toEqual([
      'payment.received',
      'payment.payout_opened',
      'payment.refunded',
    ]);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      'payout_task.opened',
      'payout_task.completed',
    ]);
    const file = await fetch(`${scene.hub.url}/api/v1/payout-tasks/${id}/proof`, {
      headers: { authorization: `Bearer ${TEST_ADMIN_KEY}` },
    });
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toContain("UTF-8''bukti%20transfer.pdf");
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
  });

  it('in part leaves the rest to be refunded', async () => {
    const { payment, id } = await opened({ amount: 60_000 });
    await complete(id, { reference: 'TRX-43' });
    expect(await scene.payment(payment.id)).toMatchObject({
      status: 'partially_refunded',
      refunded_amount: 60_000,
    });
    expect((await refund(payment.id)).body).toMatchObject({ amount: 90_000 });
  });

  it('is done once: the same proof again changes nothing, another one is 409', async () => {
    const { payment, id } = await opened();
    const answers = await Promise.all([1, 2].map(() => complete(id, { reference: 'TRX-44' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await complete(id, { reference: 'TRX-45' })).status).toBe(409);
    expect((await cancel(id, 'changed my mind')).status).toBe(409);
    expect((await outboxOf(payment.id)).filter((one) => one === 'payment.refunded')).toHaveLength(
      1,
    );
  });

  it('takes a document of 2 MB and none that is larger', async () => {
    const { id } = await opened();
    const attachment = (size: number) => ({
      filename: 'scan.pdf',
      content_type: 'application/pdf',
      content: Buffer.concat([PDF, Buffer.alloc(size - PDF.length)]).toString('base64'),
    });
    const limit = 2 * 1024 * 1024;
    const tooLarge = await complete(id, { reference: 'A', attachment: attachment(limit + 1) });
    expect(tooLarge.status).toBe(422);
    expect(tooLarge.body.errors).toMatchObject([{ field: 'proof.attachment.content' }]);
    expect((await complete(id, { reference: 'A', attachment: attachment(limit) })).status).toBe(
      200,
    );
  });

  it.each([
    ['no reference', {}, 'proof.reference'],
    [
      'a moment that has not come',
      { reference: 'A', paid_at: '2999-01-01T00:00:00Z' },
      'proof.paid_at',
    ],
    [
      'a page that calls itself a picture',
      {
        reference: 'A',
        attachment: {
          filename: 'x.png',
          content_type: 'image/png',
          content: Buffer.from('<script>alert(1)</script>').toString('base64'),
        },
      },
      'proof.attachment.content',
    ],
    [
      'a kind of document that is not kept',
      {
        reference: 'A',
        attachment: { filename: 'x.svg', content_type: 'image/svg+xml', content: 'AAAA' },
      },
      'proof.attachment.content_type',
    ],
  ])('is refused with %s', async (_what, proof, field) => {
    const { id } = await opened();
    const answer = await complete(id, proof);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ field }]);
    expect((await taskOf(id)).status).toBe('open');
  });
});

describe('a payout that nobody makes', () => {
  it('frees its amount again and says why', async () => {
    const { payment, id } = await opened();
    const answer = await cancel(id, 'guest takes a voucher');
    expect(answer.body).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'guest takes a voucher',
    });
    expect((await scene.payment(payment.id)).status).toBe('paid');
    expect(await outboxOf(payment.id)).toContain('payment.refund_failed');
    expect((await complete(id, { reference: 'TRX-1' })).status).toBe(409);
    const again = await refund(payment.id);
    expect(again.status).toBe(202);
    expect(again.body.amount).toBe(150_000);
  });

  it('that nobody ordered is 404', async () => {
    expect((await cancel(randomUUID(), 'why not')).status).toBe(404);
    expect((await scene.hub.api.get(`/api/v1/payout-tasks/${randomUUID()}`)).status).toBe(404);
  });
});

describe('the OpenAPI document', () => {
  it('shows the ways of money that is held, goes back or came late', async () => {
    const document = (await scene.hub.api.get('/api/docs/openapi.json')).body;
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/payments/{id}/capture',
        '/api/v1/payments/{id}/void',
        '/api/v1/payments/{id}/decision',
        '/api/v1/late-payments/summary',
        '/api/v1/payout-tasks',
        '/api/v1/payout-tasks/{id}/complete',
        '/api/v1/payout-tasks/{id}/cancel',
        '/api/v1/payout-tasks/{id}/proof',
        '/api/v1/refund-batches',
        '/api/v1/refund-batches/{id}/items',
        '/api/v1/refund-batches/{id}/cancel',
      ]),
    );
  });
});
