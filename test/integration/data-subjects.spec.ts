/** What a guest may ask of a hotel: everything that is held about them, and to have it erased. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GuestRetention } from '#access/data-subjects/guest-retention.js';
import { phoneKey } from '#core/privacy/guest.js';
import { pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
} from '#test/support/plain-vendor.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let vendor: PlainVendor;
let provider: PlainProvider;
let subscriber: Subscriber;

beforeAll(async () => {
  hub = await startTestHub();
  vendor = await startPlainVendor();
  provider = await addPlainProvider(hub.api, vendor.url);
  subscriber = await startSubscriber();
  await hub.api.post('/api/v1/webhook-endpoints', {
    url: subscriber.url,
    events: ['reservation.created'],
  });
});

afterAll(async () => {
  await hub.stop();
  await vendor.close();
  await subscriber.close();
});

const SOURCES = [
  'audit_log',
  'events',
  'integration_logs',
  'issues',
  'payments',
  'subscriptions',
  'webhook_logs',
];

/** A guest with a paid booking, a webhook that quotes them, a refund paid by transfer, and an event of the PMS. */
async function aGuest() {
  const digits = `8${String(Math.floor(1e9 + Math.random() * 8e9))}`;
  const word = randomUUID().slice(0, 8);
  const guest = {
    email: `Siti.${word}@example.com`,
    phone: `0${digits}`,
    name: `Siti ${word}`,
    order: `BOOK-${word}-1`,
    digits,
  };
  const key = randomUUID();
  const body = {
    provider_id: provider.id,
    order_id: guest.order,
    amount: 150_000,
    description: `Kamar ${guest.name}`,
    customer: { first_name: 'Siti', last_name: word, email: guest.email, phone: guest.phone },
    items: [{ id: 'room', name: `Deluxe, ${guest.name}`, price: 150_000, quantity: 1 }],
    metadata: { guest_email: guest.email },
  };
  const paid = await pay(hub, body, key);
  expect(paid.status).toBe(201);
  await postWebhook(provider, {
    reference: paid.body.reference,
    status: 'paid',
    amount: 150_000,
    event_id: `ev-${word}`,
    payer: { email: guest.email, phone: `+62 ${digits}` },
  });
  await eventually(
    async () => (await hub.api.get(`/api/v1/payments/${paid.body.id}`)).body.status === 'paid',
  );
  const told = await hub.api.post(
    '/api/v1/events',
    {
      event: 'reservation.created',
      occurred_at: '2026-11-21T08:00:00Z',
      data: {
        reservation_id: guest.order,
        guest: { name: guest.name, email: guest.email, phone: `62${digits}` },
      },
    },
    { 'idempotency-key': randomUUID() },
  );
  return { guest, payment: paid.body, body, key, told };
}

/** Every text of every table that holds one of the words. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const tables = await hub.sql<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const text = name.startsWith('webhook_logs')
      ? `t::text || encode(t.body, 'escape')`
      : 't::text';
    const rows = await hub.sql(
      `SELECT 1 FROM "${name}" t WHERE lower(${text}) ~ ANY ($1) LIMIT 1`,
      [words.map((word) => word.toLowerCase())],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function erase(body: Readonly<Record<string, unknown>>) {
  const answer = await hub.api.post('/api/v1/data-subjects/erase', {
    reason: 'asked by letter',
    ...body,
  });
  expect(answer.status).toBe(202);
  return eventually(async () => {
    const state = (await hub.api.get(`/api/v1/data-subjects/requests/${answer.body.id}`)).body;
    return state.status === 'done' && state;
  });
}

function countsOf(answer: { sources: { name: string }[] }, name: string): any {
  return answer.sources.find((source) => source.name === name);
}

describe('a guest who asks for their data', () => {
  it.each(['0', '62', '+62', '0062', '+62 0', ''])(
    'is found by a phone number that begins with "%s"',
    async (start) => {
      const { guest, payment } = await aGuest();
      const answer = await hub.api.post('/api/v1/data-subjects/export', {
        phone: start + guest.digits,
      });
      expect(answer.status).toBe(200);
      expect(answer.body.sources.payments.map(({ id }: { id: string }) => id)).toEqual([
        payment.id,
      ]);
    },
  );

  it('is found alike by the index and by the search through texts', async () => {
    const notations = [
      '0812 3456-7890',
      '62812345',
      '+62 0812345',
      '0062812345',
      '812345',
      '+6591234567',
      ' +1 (202)',
    ];
    const rows = await hub.sql<{ key: string }>(
      'SELECT guest_phone_key(phone) AS key FROM unnest($1::text[]) WITH ORDINALITY AS t (phone, n) ORDER BY n',
      [notations],
    );
    expect(rows.map(({ key }) => key)).toEqual(notations.map(phoneKey));
  });

  it('gets what every part of the hub holds', async () => {
    const { guest, payment } = await aGuest();
    const answer = await hub.api.post('/api/v1/data-subjects/export', {
      email: guest.email.toUpperCase(),
    });
    const { sources } = answer.body;
    expect(Object.keys(sources)).toEqual(SOURCES);
    expect(sources.payments[0]).toMatchObject({
      id: payment.id,
      amount: 150_000,
      order_id: guest.order,
    });
    expect(sources.payments[0].request.customer.email).toBe(guest.email);
    expect(sources.webhook_logs[0].body).toContain(guest.email);
    expect(sources.events.map(({ event }: { event: string }) => event)).toContain(
      'reservation.created',
    );
  });

  it('is refused to whoever gives a name alone, or nothing', async () => {
    for (const body of [{ name: 'Budi Santoso' }, {}]) {
      const answer = await hub.api.post('/api/v1/data-subjects/export', body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].field).toBe('email');
    }
  });
});

describe('a guest who asks to be erased', () => {
  it('is in no table any more, while amounts, ids and times stay', async () => {
    const { guest, payment } = await aGuest();
    const words = [guest.email, guest.digits, guest.name];
    expect(await tablesWith(words)).toContain('payments');
    await eventually(async () => subscriber.received.some(({ raw }) => raw.includes(guest.email)));
    await eventually(async () => {
      const [row] = await hub.sql<{ open: number }>(
        `SELECT count(*)::int AS open FROM webhook_deliveries WHERE status IN ('pending', 'retrying')`,
      );
      return row?.open === 0;
    });
    const done = await erase({ email: guest.email, phone: guest.phone, name: guest.name });
    expect(await tablesWith(words)).toEqual([]);
    expect(countsOf(done, 'payments')).toMatchObject({ found: 1, erased: 1, kept: 0, done: true });
    const after = (await hub.api.get(`/api/v1/payments/${payment.id}`)).body;
    expect(after).toMatchObject({
      order_id: guest.order,
      amount: 150_000,
      status: 'paid',
      metadata: {},
    });
    expect(after.reference).toBe(payment.reference);
  });

  it('is erased once: a second time finds nothing', async () => {
    const { guest } = await aGuest();
    await erase({ order_id: guest.order, email: guest.email });
    const again = await erase({ order_id: guest.order, email: guest.email });
    for (const { name, erased } of again.sources) expect([name, erased]).toEqual([name, 0]);
  });

  it('is only counted in a preview', async () => {
    const { guest } = await aGuest();
    const preview = await erase({ email: guest.email, preview: true });
    expect(preview.kind).toBe('preview');
    expect(countsOf(preview, 'payments')).toMatchObject({ found: 1, erased: 0 });
    expect(countsOf(preview, 'webhook_logs')).toMatchObject({ found: 1, erased: 0 });
    expect(await tablesWith([guest.email])).toContain('payments');
  });

  it('leaves the webhook known: it is not replayed, and its repeat counts as one', async () => {
    const { guest, payment } = await aGuest();
    await erase({ email: guest.email });
    const [log] = await hub.sql<{ id: string }>(
      `SELECT webhook_log_id AS id FROM webhook_events WHERE event_id = $1`,
      [`ev-${guest.name.split(' ')[1] ?? ''}`],
    );
    const replay = await hub.api.post(`/api/v1/webhook-logs/${log?.id ?? ''}/replay`);
    expect(replay.status).toBe(409);
    expect(replay.body.message).toContain('erased');
    const repeat = { reference: payment.reference, status: 'paid', amount: 150_000 };
    await postWebhook(provider, { ...repeat, event_id: `ev-${guest.name.split(' ')[1] ?? ''}` });
    await eventually(async () => {
      const [row] = await hub.sql<{ status: string }>(
        'SELECT status FROM webhook_logs WHERE provider_id = $1 ORDER BY id DESC LIMIT 1',
        [provider.id],
      );
      return row?.status === 'duplicate';
    });
  });

  it('leaves no trace in the answer that a repeated request gets', async () => {
    const { guest, payment, body, key } = await aGuest();
    await erase({ email: guest.email });
    const repeat = await pay(hub, body, key);
    expect(repeat.status).toBe(201);
    expect(repeat.body.id).toBe(payment.id);
    expect(repeat.text).not.toContain(guest.email);
  });

  it('stays while the payment is open, and says so', async () => {
    const email = `open.${randomUUID().slice(0, 8)}@example.com`;
    const open = await pay(hub, { provider_id: provider.id, customer: { email } });
    const done = await erase({ email });
    expect(countsOf(done, 'payments')).toMatchObject({ found: 1, erased: 0, kept: 1 });
    expect(countsOf(done, 'payments').stays[0]).toContain('still open');
    expect((await hub.api.get(`/api/v1/payments/${open.body.id}`)).body.status).toBe('pending');
  });

  it('leaves a guest with a similar address and order alone', async () => {
    const { guest } = await aGuest();
    const other = `x${guest.email}`;
    await pay(hub, {
      provider_id: provider.id,
      order_id: `${guest.order}0`,
      customer: { email: other },
    });
    const answer = await hub.api.post('/api/v1/data-subjects/export', {
      order_id: guest.order,
      email: guest.email,
    });
    expect(answer.text).not.toContain(other);
  });

  it('is named in no audit row, not even by the reason', async () => {
    const { guest } = await aGuest();
    const done = await erase({
      email: guest.email,
      phone: guest.phone,
      reason: `${guest.email} called from ${guest.phone}`,
    });
    expect(done.reason).not.toContain(guest.email);
    const rows = await hub.sql<{ text: string }>(
      `SELECT a::text AS text FROM audit_log a WHERE subject_id = $1`,
      [done.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toMatch(new RegExp(`${guest.email}|${guest.digits}`, 'i'));
    const [row] = await hub.sql<{ guest_sealed: string | null }>(
      'SELECT guest_sealed FROM data_subject_requests WHERE id = $1',
      [done.id],
    );
    expect(row?.guest_sealed).toBeNull();
  });
});

describe('guests of long ago', () => {
  it('are erased once their payments ended longer ago than the owner keeps them', async () => {
    const old = await aGuest();
    const young = await aGuest();
    await hub.api.patch('/api/v1/settings', { privacy: { guest_data_days: 30 } });
    await hub.sql(`UPDATE payments SET updated_at = now() - interval '31 days' WHERE id = $1`, [
      old.payment.id,
    ]);
    await hub.hub.app.get(GuestRetention).run();
    const rows = await hub.sql<{ id: string; erased: boolean; holds: boolean }>(
      `SELECT id, guest_erased_at IS NOT NULL AS erased, request ? 'customer' AS holds FROM payments WHERE id = ANY ($1)`,
      [[old.payment.id, young.payment.id]],
    );
    expect(rows.find(({ id }) => id === old.payment.id)).toMatchObject({
      erased: true,
      holds: false,
    });
    expect(rows.find(({ id }) => id === young.payment.id)).toMatchObject({
      erased: false,
      holds: true,
    });
  });
});
