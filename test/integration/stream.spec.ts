import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestHub, TEST_ADMIN_KEY, type TestHub } from '#test/support/test-hub.js';

/** A connection to the stream, and what came over it. */
async function watch(hub: TestHub, key = TEST_ADMIN_KEY) {
  const controller = new AbortController();
  const response = await fetch(`${hub.url}/api/v1/stream`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
    signal: controller.signal,
  });
  const seen: string[] = [];
  let isOver = false;
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) seen.push(decoder.decode(chunk as Uint8Array));
  })()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  return {
    status: response.status,
    text: () => seen.join(''),
    isOver: () => isOver,
    close: async () => {
      controller.abort();
      await reading;
    },
  };
}

describe('the live stream', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  it('tells of what happens, as it happens', async () => {
    const stream = await watch(hub);
    expect(stream.status).toBe(200);
    await eventually(async () => stream.text().includes('event: ready'));
    await hub.api.post('/api/v1/events', {
      event: 'reservation.created',
      data: { reservation_id: 'R-1' },
    });
    await eventually(async () => stream.text().includes('event: reservation'));
    expect(stream.text()).toContain('"event":"reservation.created"');
    await stream.close();
  });

  it('tells a key of one property nothing about another', async () => {
    const [own, other] = await Promise.all(
      ['Hotel Kita', 'Hotel Lain'].map(
        async (name) => (await hub.api.post('/api/v1/properties', { name })).body.id as string,
      ),
    );
    const key = await hub.api.post('/api/v1/api-keys', {
      name: 'layar',
      scopes: ['logs:read'],
      property_id: own,
    });
    const stream = await watch(hub, key.body.key);
    await eventually(async () => stream.text().includes('event: ready'));
    const publish = (property_id: string | undefined) =>
      hub.api.post('/api/v1/events', {
        event: 'folio.closed',
        data: { folio_id: 'F' },
        property_id,
      });
    await publish(other);
    await publish(own);
    await eventually(async () => stream.text().includes(own ?? ''));
    expect(stream.text()).not.toContain(other);
    await stream.close();
  });

  it('asks for a key', async () => {
    const answer = await fetch(`${hub.url}/api/v1/stream`);
    expect(answer.status).toBe(401);
  });

  it('ends when the hub stops, which does not wait for its watchers', async () => {
    const { databaseUrl } = hub;
    const stream = await watch(hub);
    await eventually(async () => stream.text().includes('event: ready'));
    const begun = Date.now();
    await hub.stop();
    const tookMs = Date.now() - begun;
    await eventually(async () => stream.isOver());
    hub = await startTestHub({ databaseUrl });
    // A hub that waited for its watchers would take the whole time for draining, 23 seconds.
    expect(tookMs).toBeLessThan(15_000);
  });
});
