/** What a vendor sees of the webhook hub: statuses, bodies, headers; and what is on disk afterwards. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#core/database/database.js';
import { WebhookHandlers } from '#webhooks/webhook-handlers.js';
import {
  addPlainProvider,
  aPlainConnector,
  PLAIN_WEBHOOK,
  type PlainProvider,
  postWebhook,
  sign,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

interface Row {
  readonly status: string;
  readonly reason: string | null;
  readonly body: Buffer;
  readonly headers: Record<string, string>;
  readonly headers_sealed: string | null;
  readonly query: string;
  readonly trace_id: string;
}

const NOWHERE = 'http://127.0.0.1:9';

let hub: TestHub;
let provider: PlainProvider;

beforeAll(async () => {
  hub = await startTestHub();
  provider = await addPlainProvider(hub.api, NOWHERE);
});

afterAll(() => hub.stop());

const withWebhook = (webhook: Record<string, unknown>, changes: Record<string, unknown> = {}) =>
  addPlainProvider(hub.api, NOWHERE, { connector: aPlainConnector(webhook), ...changes });

const rowsOf = (id: string) =>
  hub.sql<Row>('SELECT * FROM webhook_logs WHERE provider_id = $1 ORDER BY id DESC', [id]);

async function lastRow(id: string): Promise<Row> {
  const [row] = await rowsOf(id);
  if (!row) throw new Error('nothing was stored');
  return row;
}

describe('a webhook at the door', () => {
  it('is answered with 200 when its signature is right', async () => {
    const answer = await postWebhook(provider, { reference: 'unknown', status: 'paid' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ received: true });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('is refused with 401 and kept as rejected when its signature is wrong', async () => {
    const answer = await postWebhook(provider, { reference: 'x' }, { secret: 'wrong' });
    expect(answer.status).toBe(401);
    expect(await lastRow(provider.id)).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('signature did not match'),
    });
  });

  it.each([
    ['an unknown slug', '/webhook/payment/no-such-provider'],
    ['the slug of another category', () => `/webhook/sms/${provider.slug}`],
  ])('gives 404 for %s and stores nothing', async (_title, path) => {
    const before = await hub.sql<{ count: number }>('SELECT count(*) FROM webhook_logs');
    const answer = await fetch(hub.url + (typeof path === 'string' ? path : path()), {
      method: 'POST',
      body: '{}',
    });
    expect(answer.status).toBe(404);
    expect(await hub.sql('SELECT count(*) FROM webhook_logs')).toEqual(before);
  });

  it('gives 400 in the shape of every error for an address that can not be decoded', async () => {
    const answer = await fetch(`${hub.url}/webhook/payment/%C3%28`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      data: null,
      trace_id: expect.stringMatching(/^.{32}$/),
    });
  });

  it('gives 410 for a provider that is switched off, and keeps the call', async () => {
    const off = await addPlainProvider(hub.api, NOWHERE, { is_active: false });
    expect((await postWebhook(off, { reference: 'x' })).status).toBe(410);
    expect(await lastRow(off.id)).toMatchObject({ status: 'rejected' });
  });

  it('gives 410 for an archived provider, and keeps the call', async () => {
    const gone = await addPlainProvider(hub.api, NOWHERE);
    await hub.api.delete(`/api/v1/providers/${gone.id}`);
    expect((await postWebhook(gone, { reference: 'x' })).status).toBe(410);
    expect(await rowsOf(gone.id)).toHaveLength(1);
  });

  it('takes a body of 1 MiB and refuses a larger one with 413', async () => {
    const full = Buffer.alloc(1024 * 1024, 'a');
    expect((await postWebhook(provider, full)).status).toBe(200);
    const answer = await postWebhook(provider, Buffer.concat([full, Buffer.from('b')]));
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ data: null, errors: [] });
  });

  it('carries one trace id from the answer to the row', async () => {
    const answer = await postWebhook(provider, { reference: 'traced' });
    const row = await lastRow(provider.id);
    expect(answer.headers.get('x-trace-id')).toBe(row.trace_id);
  });

  it("takes over the sender's trace id", async () => {
    const traceId = 'a'.repeat(32);
    const headers = { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` };
    const answer = await postWebhook(provider, { reference: 'traced' }, { headers });
    expect(answer.headers.get('x-trace-id')).toBe(traceId);
    expect((await lastRow(provider.id)).trace_id).toBe(traceId);
  });
});

describe('a body of any kind', () => {
  const json = '{"reference":"a';
  it.each([
    ['a form', 'a=1&a=2&b=%', 'application/x-www-form-urlencoded'],
    ['XML', '<a><b>1</b></a>', 'application/xml'],
    ['XML with a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'text/xml'],
    ['plain text', 'hello', 'text/plain'],
    ['an empty JSON body', '', 'application/json'],
    ['cut JSON', json, 'application/json'],
    ['JSON that is no object', '[1,2', 'application/json'],
    ['deep JSON', '['.repeat(50_000), 'application/json'],
    ['a content type of our own making', 'x', 'x-vendor/thing; charset=????'],
    ['a broken content type', 'x', ';;;'],
    ['a multipart without its parts', 'x', 'multipart/form-data; boundary=y'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28]), 'application/json'],
    ['JSON with a NUL', '{"reference":"a\\u0000b"}', 'application/json'],
  ])('is stored byte for byte and answered without a 500: %s', async (_title, body, type) => {
    const answer = await postWebhook(provider, body, { headers: { 'content-type': type } });
    expect(answer.status).toBe(200);
    expect((await lastRow(provider.id)).body).toEqual(Buffer.from(body));
  });

  it('may come without any content type or body', async () => {
    const { port } = new URL(hub.url);
    const answer = await rawCall(
      Number(port),
      `POST /webhook/payment/${provider.slug} HTTP/1.1\r\nhost: x\r\nx-signature: ${sign(Buffer.alloc(0))}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('is refused with 401, not 500, when the signature can not even be computed', async () => {
    const odd = await withWebhook({
      signature: { scheme: 'expression', expected: "=$uppercase(body.a) & 'x'", actual: '=body.b' },
    });
    expect((await postWebhook(odd, { a: 5 })).status).toBe(401);
  });
});

describe('the reply', () => {
  it('is exactly what the connector says', async () => {
    const worded = await withWebhook({
      reply: {
        ok: {
          status: 202,
          content_type: 'text/plain; charset=utf-8',
          headers: { 'X-Seen': '=body.reference' },
          body: "='OK ' & body.reference",
        },
        rejected: { status: 400, content_type: 'application/xml', body: { error: 'no' } },
      },
    });
    const ok = await postWebhook(worded, { reference: 'R1' });
    expect([ok.status, ok.text]).toEqual([202, 'OK R1']);
    expect(ok.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(ok.headers.get('x-seen')).toBe('R1');
    const refused = await postWebhook(worded, { reference: 'R1' }, { secret: 'wrong' });
    expect(refused.status).toBe(400);
    expect(refused.text).toMatch(/<error>no<\/error>/);
    expect(refused.headers.get('content-type')).toBe('application/xml');
  });

  it.each([
    ['its expression fails on this body', { body: '=$uppercase(body.reference)' }],
    ['it quotes two lines in a header', { headers: { 'x-seen': '=body.lines' } }],
  ])('is a plain one when %s', async (_title, ok) => {
    const fragile = await withWebhook({ reply: { ok } });
    const answer = await postWebhook(fragile, { reference: { not: 'a text' }, lines: 'a\nb' });
    expect([answer.status, answer.text]).toEqual([200, '{"received":true}']);
  });
});

describe('a handshake', () => {
  const challenge = {
    accept: '=query.token = credentials.webhook_secret',
    reply: { content_type: 'text/plain', body: '=query.challenge' },
  };

  it('answers a GET challenge and processes nothing', async () => {
    const shy = await withWebhook({ handshake: challenge });
    const suffix = `?token=${WEBHOOK_SECRET}&challenge=123456`;
    const answer = await postWebhook(shy, '', { method: 'GET', suffix });
    expect([answer.status, answer.text]).toEqual([200, '123456']);
    expect(await lastRow(shy.id)).toMatchObject({ status: 'ignored' });
  });

  it('refuses a challenge with another token', async () => {
    const shy = await withWebhook({ handshake: challenge });
    const answer = await postWebhook(shy, '', { method: 'GET', suffix: '?token=x&challenge=1' });
    expect(answer.status).toBe(403);
    expect(await lastRow(shy.id)).toMatchObject({ status: 'rejected' });
  });

  it('by POST is answered only when its signature is right', async () => {
    const posted = await withWebhook({
      handshake: { when: "=body.type = 'challenge'", reply: { body: { echo: '=body.challenge' } } },
    });
    const call = { type: 'challenge', challenge: 'abc' };
    const answer = await postWebhook(posted, call);
    expect([answer.status, answer.text]).toEqual([200, '{"echo":"abc"}']);
    expect((await postWebhook(posted, call, { secret: 'wrong' })).status).toBe(401);
  });

  it('that wants an address opened is answered when that was possible', async () => {
    const vendor = await startPlainVendor();
    const subscribed = await withWebhook({
      handshake: {
        when: "=body.type = 'confirm'",
        visit: '=body.url',
        reply: { body: 'confirmed' },
      },
    });
    const confirm = (url: string) => postWebhook(subscribed, { type: 'confirm', url });
    expect(await confirm(`${vendor.url}/confirm?token=1`)).toMatchObject({
      status: 200,
      text: 'confirmed',
    });
    expect(vendor.requests).toEqual(['GET /confirm?token=1']);
    expect((await confirm('http://169.254.169.254/latest')).status).toBe(503);
    expect(await lastRow(subscribed.id)).toMatchObject({ status: 'failed' });
    await vendor.close();
  });

  it('that can not be told apart from a webhook on this body is none', async () => {
    const picky = await withWebhook({
      handshake: { when: "=$contains(body.type, 'challenge')", reply: { body: 'hi' } },
    });
    const answer = await postWebhook(picky, { type: { no: 'text' }, reference: 'x' });
    expect([answer.status, answer.text]).toEqual([200, '{"received":true}']);
  });
});

describe('a sub-route', () => {
  const routes = [
    {
      path: '/inquiry',
      ask: { question: 'virtual_account', with: { number: '=body.va' } },
      replies: [
        { when: '=found != null', body: { name: '=found.name', amount: '=found.amount' } },
        { status: 404, content_type: 'application/json', body: { code: '4042512' } },
      ],
      rejected: { status: 401, body: { code: '4012500' } },
    },
    { path: '/events', match: PLAIN_WEBHOOK.match, replies: [{ body: { code: '2002500' } }] },
  ];
  let server: PlainProvider;

  beforeAll(async () => {
    server = await withWebhook({ routes });
    hub.hub.app.get(WebhookHandlers).registerQuestions({
      integrationType: 'payment',
      answer: async (question) =>
        question.with['number'] === '8808' ? { name: 'Budi', amount: '150000.00' } : undefined,
    });
  });

  it('answers from what the category knows, in the words of the vendor', async () => {
    const answer = await postWebhook(server, { va: '8808' }, { suffix: '/inquiry' });
    expect([answer.status, answer.text]).toEqual([200, '{"name":"Budi","amount":"150000.00"}']);
    expect(await lastRow(server.id)).toMatchObject({
      status: 'processed',
      reason: 'answered with 200',
    });
  });

  it('says so when the category knows nothing', async () => {
    const answer = await postWebhook(server, { va: '1' }, { suffix: '/inquiry/' });
    expect([answer.status, answer.text]).toEqual([404, '{"code":"4042512"}']);
  });

  it('refuses a wrong signature in its own words', async () => {
    const answer = await postWebhook(server, { va: '8808' }, { suffix: '/inquiry', secret: 'no' });
    expect([answer.status, answer.text]).toEqual([401, '{"code":"4012500"}']);
    expect(await lastRow(server.id)).toMatchObject({ status: 'rejected' });
  });

  it('gives 404 for a path or method that the connector does not have, and keeps the call', async () => {
    expect((await postWebhook(server, {}, { suffix: '/other' })).status).toBe(404);
    expect((await postWebhook(server, {}, { suffix: '/inquiry', method: 'PUT' })).status).toBe(404);
    expect(await lastRow(server.id)).toMatchObject({ status: 'rejected' });
  });

  it('is not taken for a webhook when it is replayed', async () => {
    await postWebhook(server, { va: '8808', reference: 'x' }, { suffix: '/inquiry' });
    await postWebhook(server, { reference: 'x' }, { suffix: '/other' });
    const { items } = (await hub.api.get(`/api/v1/webhook-logs?provider_id=${server.id}&limit=2`))
      .body;
    for (const { id } of items) await hub.api.post(`/api/v1/webhook-logs/${id}/replay`);
    await settled(server.id);
    const [other, inquiry] = await rowsOf(server.id);
    expect(other).toMatchObject({ status: 'rejected', reason: 'the connector has no such route' });
    expect(inquiry).toMatchObject({ status: 'ignored' });
  });
});

describe('what is kept of a call', () => {
  it('has card numbers and security codes masked, and can be read', async () => {
    const body = { reference: 'x', card: '4111111111111111', cvv: '123' };
    expect((await postWebhook(provider, body)).status).toBe(200);
    const stored = (await lastRow(provider.id)).body.toString();
    expect(stored).not.toContain('4111111111111111');
    expect(JSON.parse(stored)).toEqual({ reference: 'x', card: '411111******1111', cvv: '***' });
  });

  it('has signatures, tokens and credentials masked in headers and query, with the call sealed beside', async () => {
    const headers = {
      authorization: 'Bearer abcdef',
      'x-callback-token': 'abcdef',
      'x-note': `key ${WEBHOOK_SECRET}`,
    };
    const suffix = `?token=query-secret&page=2&note=${WEBHOOK_SECRET}`;
    await postWebhook(provider, { reference: 'x' }, { headers, suffix });
    const row = await lastRow(provider.id);
    expect(row.headers).toMatchObject({
      authorization: 'Bearer [secret]',
      'x-callback-token': '[secret]',
      'x-note': 'key [secret]',
    });
    expect(row.query).toBe('token=[secret]&page=2&note=[secret]');
    expect(row.headers_sealed).toMatch(/^kv1\./);
    expect(row.headers_sealed).not.toContain('query-secret');
  });

  it('has a secret masked that was just replaced and is still accepted', async () => {
    const rolled = await addPlainProvider(hub.api, NOWHERE);
    const next = { credentials: { webhook_secret: 'plain-webhook-secret-0002' } };
    await hub.api.patch(`/api/v1/providers/${rolled.id}`, next);
    await postWebhook(rolled, { reference: 'x', echo: WEBHOOK_SECRET });
    const row = await lastRow(rolled.id);
    expect(row.body.toString()).not.toContain(WEBHOOK_SECRET);
    expect(row.status).not.toBe('rejected');
  });
});

describe('when the storage is down', () => {
  it('gives 503 with Retry-After, and takes webhooks again afterwards', async () => {
    await hub.sql('ALTER TABLE webhook_logs RENAME TO webhook_logs_away');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => postWebhook(provider, { reference: 'x' })),
    );
    await hub.sql('ALTER TABLE webhook_logs_away RENAME TO webhook_logs');
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(answers[0]?.headers.get('retry-after')).toBe('5');
    expect((await postWebhook(provider, { reference: 'x' })).status).toBe(200);
  });

  it('survives that every connection to the database is cut', async () => {
    await hub.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const statuses = [];
    for (let i = 0; i < 20; i += 1) {
      statuses.push((await postWebhook(provider, { reference: 'x' })).status);
    }
    expect(statuses.filter((status) => ![200, 503].includes(status))).toEqual([]);
    expect(statuses.at(-1)).toBe(200);
  });
});

describe('a transaction whose connection is cut', () => {
  it('fails, and nothing else does', async () => {
    const lost = hub.hub.app.get(Database).transaction(async (tx) => {
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await hub.sql('SELECT pg_terminate_backend($1)', [own?.pid]);
      // Long enough that the end of the connection is noticed while no statement waits for it.
      await new Promise((done) => setTimeout(done, 100));
      await tx.query('SELECT 1');
    });
    await expect(lost).rejects.toThrow();
    expect((await postWebhook(provider, { reference: 'x' })).status).toBe(200);
  });
});

/** Until nothing of the provider is left to do. */
async function settled(id: string): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const left = (await rowsOf(id)).filter(({ status }) =>
      ['received', 'processing'].includes(status),
    );
    if (left.length === 0) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('webhooks are still being processed');
}

/** What a server answers to bytes that no HTTP client would send. */
function rawCall(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
