import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '#test/simulators/kit/simulator.js';
import type { Kit, Simulator } from '#test/simulators/kit/simulator.types.js';
import { startWebhookCatcher, type WebhookCatcher } from '#test/support/webhook-catcher.js';

let simulator: Simulator;
let kit: Kit;
let processed: string[];
let catcher: WebhookCatcher;

beforeEach(async () => {
  processed = [];
  catcher = await startWebhookCatcher();
  const rules = {
    retries: (status: number | null) => (status === 503 ? 2 : 0),
    retryDelaysMs: [1],
    timeoutMs: 2000,
  };
  simulator = await startSimulator({ journalSize: 3 }, rules, (parts) => {
    kit = parts;
    return {
      name: 'sample',
      routes: [
        {
          method: 'POST',
          path: '/things/:id',
          operation: 'make',
          handle: ({ params }) => {
            processed.push(params['id'] ?? '');
            return { status: 201, body: { id: params['id'] } };
          },
        },
      ],
      baseUrls: (origin) => ({ default: origin }),
      credentials: () => ({}),
      unknown: (_call, pathIsKnown) => ({ status: pathIsKnown ? 405 : 404, body: {} }),
      failure: (status) => ({ status, body: { failed: true } }),
      actions: {
        say: (input) => input,
        refuse: () => {
          throw new Error('not now');
        },
      },
      state: () => ({ processed }),
    };
  });
});

afterEach(async () => {
  await simulator.close();
  await catcher.close();
});

const make = (id = 'a') =>
  fetch(`${simulator.url}/things/${id}`, {
    method: 'POST',
    body: '{"n":1}',
    headers: { authorization: 'Basic x' },
  });
const control = async (method: string, path: string, body?: unknown) => {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await fetch(`${simulator.url}/_sim${path}`, init);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const sendWebhook = (event: string) =>
  kit.webhooks.send({
    url: catcher.url,
    headers: {},
    body: JSON.stringify({ event }),
    event,
    subject: 's',
  });
const events = () => catcher.caught.map(({ body }) => body['event']);

describe('faults', () => {
  it.each(['cut_before', 'hang', 'status'] as const)(
    '%s leaves the request unprocessed',
    async (mode) => {
      await simulator.fault({ mode, times: 1 });
      const call = fetch(`${simulator.url}/things/a`, {
        method: 'POST',
        signal: AbortSignal.timeout(200),
      });
      await call.catch(() => undefined);
      expect(processed).toEqual([]);
    },
  );

  it.each(['cut_after', 'hang_after', 'garble'] as const)(
    '%s processes the request',
    async (mode) => {
      await simulator.fault({ mode, times: 1 });
      const call = fetch(`${simulator.url}/things/a`, {
        method: 'POST',
        signal: AbortSignal.timeout(200),
      });
      await call.catch(() => undefined);
      expect(processed).toEqual(['a']);
    },
  );

  it('closes the connection without an answer after a cut', async () => {
    await simulator.fault({ mode: 'cut_after' });
    await expect(make()).rejects.toThrow();
  });

  it('answers an injected status in the shape of the vendor, so many times', async () => {
    await control('POST', '/faults', {
      operation: 'make',
      mode: 'status',
      status: 503,
      times: 1,
      headers: { 'retry-after': '7' },
    });
    const first = await make();
    const second = await make();
    expect([first.status, first.headers.get('retry-after'), second.status]).toEqual([
      503,
      '7',
      201,
    ]);
    expect(await first.json()).toEqual({ failed: true });
  });

  it('meet only the operation, path or method they name', async () => {
    await simulator.fault({ operation: 'other', mode: 'status' });
    await simulator.fault({ path_prefix: '/elsewhere', mode: 'status' });
    await simulator.fault({ method: 'GET', mode: 'status' });
    expect((await make()).status).toBe(201);
  });

  it('end when cleared', async () => {
    await simulator.fault({ mode: 'status' });
    await control('DELETE', '/faults');
    expect((await make()).status).toBe(201);
  });

  it('refuses connections until it listens again, on the same port', async () => {
    await simulator.refuse();
    await expect(make()).rejects.toThrow();
    await simulator.listen();
    expect((await make()).status).toBe(201);
  });

  it('are refused when they make no sense', async () => {
    expect((await control('POST', '/faults', { mode: 'explode' })).status).toBe(400);
  });
});

describe('journal', () => {
  it('keeps the last requests, masks credentials, counts all', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await make(id);
    const { body } = await control('GET', '/requests');
    const items = body['items'] as Record<string, unknown>[];
    expect(items.map(({ path }) => path)).toEqual(['/things/b', '/things/c', '/things/d']);
    expect(items[0]).toMatchObject({
      status: 201,
      outcome: 'answered',
      body: { n: 1 },
      headers: { authorization: '[masked]' },
    });
    expect(body['counts']).toEqual({ make: 4 });
  });

  it('notes unknown paths and what became of a cut request', async () => {
    await fetch(`${simulator.url}/nowhere`);
    await simulator.fault({ mode: 'cut_before', times: 1 });
    await make().catch(() => undefined);
    expect(simulator.journal.list().map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['unknown', 'answered'],
      ['make', 'cut_before'],
    ]);
  });
});

describe('control API', () => {
  it('runs the actions of the vendor and shows its state', async () => {
    expect((await control('POST', '/say', { a: 1 })).body).toEqual({ a: 1 });
    expect((await control('GET', '/state')).body).toEqual({ processed: [] });
  });

  it('answers 400 to a refused action and to one that does not exist', async () => {
    expect(await control('POST', '/refuse')).toEqual({ status: 400, body: { message: 'not now' } });
    expect((await control('POST', '/nothing')).status).toBe(400);
  });
});

describe('webhooks', () => {
  it('arrive in the order of one subject', async () => {
    ['1', '2', '3'].forEach(sendWebhook);
    await simulator.webhooks.idle();
    expect(events()).toEqual(['1', '2', '3']);
  });

  it('repeat, hold, reorder and drop when told', async () => {
    await control('POST', '/webhooks', { repeat: 1 });
    sendWebhook('twice');
    await simulator.webhooks.idle();
    await control('POST', '/webhooks', { reorder: true });
    ['older', 'newer'].forEach(sendWebhook);
    expect(events()).toEqual(['twice', 'twice']);
    await control('POST', '/webhooks/flush');
    await simulator.webhooks.idle();
    await control('POST', '/webhooks', { drop: 1 });
    ['lost', 'kept'].forEach(sendWebhook);
    await simulator.webhooks.idle();
    expect(events()).toEqual(['twice', 'twice', 'newer', 'older', 'kept']);
  });

  it('are retried as the vendor would and listed with every reply', async () => {
    catcher.replies.push(503, 503, 200);
    sendWebhook('stubborn');
    await simulator.webhooks.idle();
    const [delivery] = simulator.webhooks.list();
    expect(delivery?.state).toBe('delivered');
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  it('fail for good when the vendor gives up', async () => {
    catcher.replies.push(400);
    sendWebhook('unwanted');
    await simulator.webhooks.idle();
    expect(simulator.webhooks.list()[0]?.state).toBe('failed');
  });

  it('can be sent once more', async () => {
    sendWebhook('again');
    await simulator.webhooks.idle();
    await control('POST', '/webhooks/resend', { id: simulator.webhooks.list()[0]?.id });
    await simulator.webhooks.idle();
    expect(events()).toEqual(['again', 'again']);
  });
});
