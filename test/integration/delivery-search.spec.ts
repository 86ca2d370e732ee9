/** Deliveries as the pages look for them: by event, grouped by what went wrong, guests masked. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hubClient } from '#test/support/hub-client.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
const subscribers: Subscriber[] = [];

beforeAll(async () => {
  hub = await startTestHub();
});

afterAll(async () => {
  await hub.stop();
  await Promise.all(subscribers.map((subscriber) => subscriber.close()));
});

async function subscribe(events: readonly string[]) {
  const subscriber = await startSubscriber();
  subscribers.push(subscriber);
  const { body } = await hub.api.post('/api/v1/webhook-endpoints', { url: subscriber.url, events });
  return { subscriber, id: body.id as string };
}

const publish = (event: string, data: Record<string, unknown> = {}) =>
  hub.api.post('/api/v1/events', { event, data });

const deliveries = async (query: string) =>
  (await hub.api.get(`/api/v1/webhook-deliveries?${query}`)).body.items;

const settled = (endpointId: string, status: string, count: number) =>
  eventually(async () => {
    const items = await deliveries(`endpoint_id=${endpointId}&status=${status}`);
    return items.length === count && items;
  });

const groupsOf = async (endpointId: string) =>
  (await hub.api.get('/api/v1/webhook-deliveries/undelivered')).body.groups.filter(
    ({ endpoint_id }: any) => endpoint_id === endpointId,
  );

/** Everything that waits for another try is given up. */
const giveUp = (endpointId: string) =>
  hub.sql(
    `UPDATE webhook_deliveries SET status = 'dead', due_at = NULL, round_attempts = 6
     WHERE endpoint_id = $1 AND status = 'retrying'`,
    [endpointId],
  );

describe('deliveries', () => {
  it('are found by their event', async () => {
    const { id } = await subscribe(['folio.*', 'room.*']);
    await publish('folio.closed');
    await publish('room.status_changed');
    await settled(id, 'delivered', 2);
    const found = await deliveries(`endpoint_id=${id}&event=folio.closed`);
    expect(found.map(({ event }: any) => event)).toEqual(['folio.closed']);
    expect(await deliveries(`endpoint_id=${id}&event=folio.opened`)).toEqual([]);
  });

  it('are counted for the last day of their endpoint', async () => {
    const { id, subscriber } = await subscribe(['folio.reopened']);
    await publish('folio.reopened');
    await settled(id, 'delivered', 1);
    subscriber.answer(500);
    await publish('folio.reopened');
    await settled(id, 'retrying', 1);
    const { body } = await hub.api.get(`/api/v1/webhook-endpoints/${id}`);
    expect(body.last_day).toEqual({ delivered: 1, failed: 1 });
  });

  it('say what kept them from arriving', async () => {
    const { id, subscriber } = await subscribe(['folio.merged']);
    subscriber.answer(404);
    await publish('folio.merged');
    const [delivery] = await settled(id, 'retrying', 1);
    expect(delivery.cause).toBe('not_found');
    const { body } = await hub.api.get(`/api/v1/webhook-deliveries/${delivery.id}`);
    expect(body.attempts[0]).toMatchObject({ cause: 'not_found', fault: 'receiver' });
  });
});

describe('what did not arrive', () => {
  it('is grouped by reason, and one group is sent again alone', async () => {
    const { id, subscriber } = await subscribe(['reservation.created']);
    subscriber.answer(500, 500, 404);
    for (let i = 0; i < 3; i += 1) {
      await publish('reservation.created');
      await settled(id, 'retrying', i + 1);
    }
    await giveUp(id);
    const groups = await groupsOf(id);
    expect(groups.map(({ cause, count, status }: any) => [cause, count, status])).toEqual([
      ['server_error', 2, 'dead'],
      ['not_found', 1, 'dead'],
    ]);

    subscriber.answer(200);
    const [{ error, oldest_at: since }] = groups;
    const replayed = await hub.api.post('/api/v1/webhook-deliveries/replay', {
      endpoint_id: id,
      since,
      status: ['dead'],
      error,
    });
    expect(replayed.body).toEqual({ replayed: 2 });
    await settled(id, 'delivered', 2);
    expect((await groupsOf(id)).map(({ cause }: any) => cause)).toEqual(['not_found']);
  });

  it('waits for an endpoint that is off, until that is deleted', async () => {
    const { id } = await subscribe(['reservation.cancelled']);
    await hub.api.patch(`/api/v1/webhook-endpoints/${id}`, { status: 'disabled' });
    await publish('reservation.cancelled');
    await settled(id, 'parked', 1);
    expect(await groupsOf(id)).toMatchObject([{ status: 'parked', cause: 'disabled', count: 1 }]);
    await hub.api.delete(`/api/v1/webhook-endpoints/${id}`);
    expect(await groupsOf(id)).toEqual([]);
  });
});

describe('guests', () => {
  it('are masked in deliveries and events for whoever may not see them', async () => {
    const { id } = await subscribe(['reservation.checked_in']);
    const data = { guest_name: 'Budi Santoso', email: 'budi@example.com', room_number: '204' };
    const { body: event } = await publish('reservation.checked_in', data);
    expect(event.data).toEqual(data);
    const [delivery] = await settled(id, 'delivered', 1);
    const keyFor = async (scopes: string[]) => {
      const { body } = await hub.api.post('/api/v1/api-keys', { name: 'look', scopes });
      return hubClient(hub.url, body.key);
    };
    const sent = async (api: TestHub['api']) =>
      (await api.get(`/api/v1/webhook-deliveries/${delivery.id}`)).body.attempts[0].request.body;

    const blind = await keyFor(['webhooks:read']);
    expect(await sent(blind)).not.toMatch(/Budi|budi@|Santoso/);
    expect(JSON.parse(await sent(blind)).data.room_number).toBe('204');
    expect(await sent(await keyFor(['webhooks:read', 'guests:read']))).toContain('Budi Santoso');
    const { body } = await blind.get(`/api/v1/events/${event.id}`);
    expect(body.data).toEqual({ ...data, guest_name: 'B*** S***', email: 'b***@example.com' });
  });
});

describe('the catalogue', () => {
  it('says who hears of an event', async () => {
    const { id } = await subscribe(['room.*']);
    const { items } = (await hub.api.get('/api/v1/event-types')).body;
    const of = (event: string) =>
      items.find((type: any) => type.event === event).subscribers.map((one: any) => one.id);
    expect(of('room.status_changed')).toContain(id);
    expect(of('folio.closed')).not.toContain(id);
  });
});
