import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { EventHousekeeper } from '#events/event-housekeeper.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import {
  describeOnBothQueues,
  eventually,
  startTestHub,
  type TestHub,
} from '#test/support/test-hub.js';

let hub: TestHub;
let subscribers: Subscriber[] = [];

async function subscribe(
  events: readonly string[] = ['*'],
  more: Record<string, unknown> = {},
): Promise<{ subscriber: Subscriber; id: string; secret: string }> {
  const subscriber = await startSubscriber();
  subscribers.push(subscriber);
  const made = await hub.api.post('/api/v1/webhook-endpoints', {
    url: subscriber.url,
    events,
    ...more,
  });
  expect(made.status).toBe(201);
  return { subscriber, id: made.body.id, secret: made.body.secret };
}

async function publish(event = 'reservation.created', more: Record<string, unknown> = {}) {
  const { status, body } = await hub.api.post('/api/v1/events', {
    event,
    data: { reservation_id: 'RES-1', room_number: '204' },
    ...more,
  });
  expect(status).toBe(202);
  return body as { id: string };
}

const deliveriesOf = async (endpointId: string) =>
  (await hub.api.get(`/api/v1/webhook-deliveries?endpoint_id=${endpointId}`)).body.items;

const deliveryWhen = (endpointId: string, status: string, timeoutMs?: number) =>
  eventually(async () => {
    const [delivery] = await deliveriesOf(endpointId);
    return delivery?.status === status && delivery;
  }, timeoutMs);

/** What was due later is due now: nobody waits an hour for a test. */
const hurry = () =>
  hub.sql('UPDATE webhook_deliveries SET due_at = now() WHERE due_at IS NOT NULL');

const remove = async () => {
  const { items } = (await hub.api.get('/api/v1/webhook-endpoints?limit=200')).body;
  for (const { id } of items) await hub.api.delete(`/api/v1/webhook-endpoints/${id}`);
  await Promise.all(subscribers.map((subscriber) => subscriber.close()));
  subscribers = [];
};

describeOnBothQueues('outgoing webhooks', (queue) => {
  beforeAll(async () => {
    hub = await startTestHub({ queue });
  });
  afterEach(remove);
  afterAll(() => hub.stop());

  it('bring an event to whoever subscribed, signed in both ways', async () => {
    const { subscriber, id, secret } = await subscribe(['reservation.*']);
    const other = await subscribe(['folio.closed']);
    const { id: eventId } = await publish();

    await deliveryWhen(id, 'delivered');
    const [received] = subscriber.received;
    expect(received?.body).toMatchObject({
      id: eventId,
      event: 'reservation.created',
      data: { reservation_id: 'RES-1', room_number: '204' },
    });
    expect(Object.keys(received?.body ?? {})).toEqual(['id', 'event', 'data', 'occurred_at']);
    const headers = received?.headers as Record<string, string>;
    expect(new Webhook(secret).verify(received?.raw ?? '', headers)).toBeDefined();
    expect(headers['x-hotel-event']).toBe('reservation.created');
    expect(headers['x-hotel-idempotency-key']).toBe(eventId);
    expect(headers['x-hotel-signature']).toBe(
      createHmac('sha256', secret)
        .update(received?.raw ?? '')
        .digest('hex'),
    );
    expect(other.subscriber.received).toHaveLength(0);
  });

  it('are tried six times on the schedule, then kept as a dead letter that can be replayed', async () => {
    const { subscriber, id } = await subscribe();
    subscriber.answer(500);
    await publish();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const delivery = await eventually(async () => {
        const [found] = await deliveriesOf(id);
        return found?.attempt_count === attempt && found;
      });
      expect(delivery).toMatchObject({ status: 'retrying', response_status: 500 });
      const { attempts } = (await hub.api.get(`/api/v1/webhook-deliveries/${delivery.id}`)).body;
      waits.push(Date.parse(delivery.next_attempt_at) - Date.parse(attempts.at(-1).started_at));
      await hurry();
    }
    const dead = await deliveryWhen(id, 'dead');
    expect(subscriber.received).toHaveLength(6);
    for (const [i, delay] of [1_000, 5_000, 30_000, 300_000, 3_600_000].entries()) {
      expect(waits[i]).toBeGreaterThanOrEqual(delay);
      expect(waits[i]).toBeLessThan(delay * 1.1 + 1_000);
    }

    subscriber.answer(200);
    expect((await hub.api.post(`/api/v1/webhook-deliveries/${dead.id}/replay`)).status).toBe(202);
    await deliveryWhen(id, 'delivered');
    const { body: detail } = await hub.api.get(`/api/v1/webhook-deliveries/${dead.id}`);
    expect(detail.attempts).toHaveLength(7);
    expect(detail.attempts[0].response).toMatchObject({ status: 500, body: 'answered 500' });
    expect(detail.attempts[6].request.body).toBe(subscriber.received[6]?.raw);
    expect(new Set(subscriber.received.map(({ raw }) => raw)).size).toBe(1);
  });

  it('retry by themselves after a second', async () => {
    const { subscriber, id } = await subscribe();
    subscriber.answer(503, 200);
    await publish();
    await deliveryWhen(id, 'delivered');
    expect(subscriber.received).toHaveLength(2);
    const [first, second] = subscriber.received;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(900);
  });

  it('are not delayed by an endpoint that hangs', async () => {
    const hanging = await subscribe(['reservation.created']);
    hanging.subscriber.answer('hang');
    const { subscriber } = await subscribe(['reservation.created']);
    for (let i = 0; i < 60; i += 1) await publish();
    await eventually(async () => subscriber.received.length === 60, 5_000);
    expect(hanging.subscriber.received.length).toBeLessThanOrEqual(10);
  });

  it('switch an endpoint off that answers 410, park its events and offer them for replay', async () => {
    const { subscriber, id } = await subscribe();
    subscriber.answer(410);
    await publish();
    const gone = await eventually(async () => {
      const { body } = await hub.api.get(`/api/v1/webhook-endpoints/${id}`);
      return body.status === 'disabled' && body;
    });
    expect(gone.disabled_reason).toContain('410');
    await publish('folio.closed');
    const parked = await eventually(async () => {
      const items = await deliveriesOf(id);
      return items.find((item: { status: string; event: string }) =>
        item.event === 'folio.closed' ? item.status === 'parked' : false,
      );
    });
    expect(parked.error).toContain('disabled');
    const refused = await hub.api.post(`/api/v1/webhook-deliveries/${parked.id}/replay`);
    expect(refused.status).toBe(409);

    subscriber.answer(200);
    await hub.api.patch(`/api/v1/webhook-endpoints/${id}`, { status: 'enabled' });
    const replayed = await hub.api.post('/api/v1/webhook-deliveries/replay', {
      endpoint_id: id,
      since: new Date(Date.now() - 60_000).toISOString(),
      status: ['parked', 'dead'],
    });
    expect(replayed.body.replayed).toBeGreaterThanOrEqual(2);
    await eventually(async () =>
      (await deliveriesOf(id)).every((item: { status: string }) => item.status === 'delivered'),
    );
  });

  it('switch an endpoint off that has failed for days, with an event that says so', async () => {
    const { subscriber, id } = await subscribe(['reservation.created']);
    const watcher = await subscribe(['webhook_endpoint.disabled']);
    subscriber.answer(500);
    await hub.sql(
      "UPDATE webhook_endpoints SET failing_since = now() - interval '6 days' WHERE id = $1",
      [id],
    );
    await publish();
    await eventually(async () => watcher.subscriber.received.length === 1);
    expect(watcher.subscriber.received[0]?.body.data).toMatchObject({ endpoint_id: id });
  });

  it('are signed with the old and the new secret while a rotation overlaps', async () => {
    const { subscriber, id, secret } = await subscribe();
    const rotated = await hub.api.post(`/api/v1/webhook-endpoints/${id}/rotate-secret`);
    expect(rotated.status).toBe(200);
    expect(rotated.body.secret).not.toBe(secret);
    expect(rotated.body.previous_secret_until).not.toBeNull();
    await publish();
    await deliveryWhen(id, 'delivered');
    const [received] = subscriber.received;
    const headers = received?.headers as Record<string, string>;
    for (const valid of [secret, rotated.body.secret as string]) {
      expect(new Webhook(valid).verify(received?.raw ?? '', headers)).toBeDefined();
    }
    await hub.api.post(`/api/v1/webhook-endpoints/${id}/rotate-secret`, { overlap_hours: 0 });
    await publish();
    await eventually(async () => subscriber.received.length === 2);
    const later = subscriber.received[1];
    expect(() =>
      new Webhook(rotated.body.secret as string).verify(
        later?.raw ?? '',
        later?.headers as Record<string, string>,
      ),
    ).toThrow();
  });

  it('tell nobody twice when the PMS publishes with the same idempotency key', async () => {
    const { subscriber } = await subscribe();
    const first = await publish('folio.closed', { idempotency_key: 'folio-77' });
    const second = await publish('folio.closed', { idempotency_key: 'folio-77' });
    expect(second.id).toBe(first.id);
    await eventually(async () => subscriber.received.length === 1);
    const other = await hub.api.post('/api/v1/events', {
      event: 'room.status_changed',
      data: {},
      idempotency_key: 'folio-77',
    });
    expect(other.status).toBe(409);
  });
});

describe('webhook endpoints', () => {
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterEach(remove);
  afterAll(() => hub.stop());

  it('answer a test at once with what the receiver said, also when it refuses', async () => {
    const { subscriber, id } = await subscribe(['folio.closed']);
    const good = await hub.api.post(`/api/v1/webhook-endpoints/${id}/test`);
    expect(good.status).toBe(200);
    expect(good.body).toMatchObject({ status: 'delivered', event: 'webhook.test' });
    const sample = await hub.api.post(`/api/v1/webhook-endpoints/${id}/test`, {
      event: 'folio.closed',
    });
    expect(sample.body).toMatchObject({ status: 'delivered', event: 'folio.closed' });
    expect(subscriber.received[1]?.body.data).toMatchObject({ folio_id: 'FOL-77', test: true });
    subscriber.answer(302);
    const refused = await hub.api.post(`/api/v1/webhook-endpoints/${id}/test`);
    expect(refused.body).toMatchObject({ status: 'dead', fault: 'receiver', response_status: 302 });
    expect(refused.body.error).toContain('redirects');
  });

  it('never show their secret again', async () => {
    const { id, secret } = await subscribe();
    const shown = await hub.api.get(`/api/v1/webhook-endpoints/${id}`);
    const listed = await hub.api.get('/api/v1/webhook-endpoints');
    const audit = await hub.api.get('/api/v1/audit-log?limit=200');
    for (const { text } of [shown, listed, audit]) expect(text).not.toContain(secret);
    expect(shown.body.secret_last4).toBe(secret.slice(-4));
    const rows = await hub.sql<{ text: string }>(
      'SELECT row_to_json(e)::text AS text FROM webhook_endpoints e',
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it.each([
    ['http://169.254.169.254/latest', 'url'],
    ['http://10.0.0.1/hook', 'url'],
    ['http://2130706434/hook', 'url'],
    ['http://[::ffff:10.0.0.1]/hook', 'url'],
    ['http://user:pass@example.com/', 'url'],
    ['ftp://example.com/', 'url'],
    ['not a url', 'url'],
  ])('refuse the address %s', async (url, field) => {
    const { status, body } = await hub.api.post('/api/v1/webhook-endpoints', {
      url,
      events: ['*'],
    });
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe(field);
  });

  it('refuse events that can not be, and warn of those nobody sends', async () => {
    const bad = await hub.api.post('/api/v1/webhook-endpoints', {
      url: 'https://pms.example.com/hook',
      events: ['Payment Received'],
    });
    expect(bad.status).toBe(422);
    const odd = await hub.api.post('/api/v1/webhook-endpoints', {
      url: 'https://pms.example.com/hook',
      events: ['resevation.created'],
    });
    expect(odd.status).toBe(201);
    expect(odd.body.warnings[0]).toMatchObject({ code: 'not_in_catalogue' });
  });

  it('refuse data that is too big, naming the field', async () => {
    const { status, body } = await hub.api.post('/api/v1/events', {
      event: 'folio.closed',
      data: { note: 'x'.repeat(300_000) },
    });
    expect(status).toBe(413);
    expect(body.errors[0].field).toBe('data');
  });

  it('have a catalogue with a schema and a sample for each event', async () => {
    const { body } = await hub.api.get('/api/v1/event-types');
    const created = body.items.find(
      ({ event }: { event: string }) => event === 'reservation.created',
    );
    expect(created.schema.properties.reservation_id).toBeDefined();
    expect(created.sample.reservation_id).toBe('RES-1001');
  });

  it('of one property hear of that property alone', async () => {
    const property = (await hub.api.post('/api/v1/properties', { name: 'Hotel Contoh Bali' })).body;
    const { subscriber } = await subscribe(['*'], { property_id: property.id });
    await publish('folio.closed');
    const { id } = await publish('folio.closed', { property_id: property.id });
    await eventually(async () => subscriber.received.length > 0);
    expect(subscriber.received.map(({ body }) => body.id)).toEqual([id]);
  });

  it('forget what is past the retention, but nothing that is parked', async () => {
    const { subscriber, id } = await subscribe(['folio.closed']);
    await publish('folio.closed');
    await deliveryWhen(id, 'delivered');
    await hub.api.patch(`/api/v1/webhook-endpoints/${id}`, { status: 'disabled' });
    await publish('folio.closed');
    await deliveryWhen(id, 'parked');
    // Ids tell the time, so these become a hundred days old.
    const then = (Date.now() - 100 * 86_400_000).toString(16).padStart(12, '0');
    const aged = (column: string) =>
      `('${then}' || substr(replace(${column}::text, '-', ''), 13))::uuid`;
    const ours = '(SELECT id FROM webhook_deliveries WHERE endpoint_id = $1)';
    const events = '(SELECT event_id FROM webhook_deliveries WHERE endpoint_id = $1)';
    await hub.sql(
      `UPDATE webhook_attempts SET delivery_id = ${aged('delivery_id')} WHERE delivery_id IN ${ours}`,
      [id],
    );
    await hub.sql(`UPDATE domain_events SET id = ${aged('id')} WHERE id IN ${events}`, [id]);
    await hub.sql(
      `UPDATE webhook_deliveries SET id = ${aged('id')}, event_id = ${aged('event_id')} WHERE endpoint_id = $1`,
      [id],
    );
    const before = await hub.sql<{ id: string; event_id: string }>(
      'SELECT id, event_id FROM webhook_deliveries WHERE endpoint_id = $1 ORDER BY status',
      [id],
    );
    await hub.hub.app.get(EventHousekeeper).forgetOld();
    const left = await deliveriesOf(id);
    expect(left.map(({ status }: { status: string }) => status)).toEqual(['parked']);
    const [counts] = await hub.sql<{ attempts: number; events: number }>(
      `SELECT (SELECT count(*)::int FROM webhook_attempts WHERE delivery_id = ANY($1)) AS attempts,
              (SELECT count(*)::int FROM domain_events WHERE id = ANY($2)) AS events`,
      [before.map((row) => row.id), before.map((row) => row.event_id)],
    );
    expect(counts).toEqual({ attempts: 0, events: 1 });
    expect(subscriber.received).toHaveLength(1);
  });

  it('keep a delivery whose hub was stopped in the middle, for the next start', async () => {
    const { subscriber, id } = await subscribe(['reservation.created']);
    subscriber.answer(500, 200);
    await publish();
    await deliveryWhen(id, 'retrying');
    const { databaseUrl } = hub;
    await hub.stop();
    hub = await startTestHub({ databaseUrl });
    await deliveryWhen(id, 'delivered');
    expect(subscriber.received).toHaveLength(2);
  });
});
