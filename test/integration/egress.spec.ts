/** Ways to make the hub call what it must not: refused when saved where that can be seen, and always at connect time. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EgressGuard } from '#core/http/egress-guard.js';
import type { ResolveAll } from '#core/http/shared-lookup.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainProvider,
  postWebhook,
} from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

/** Refused while saving: everything that shows without a lookup. */
const SEEN_AT_ONCE: readonly (readonly [string, string])[] = [
  ['plain loopback', 'http://127.0.0.1/'],
  ['another loopback', 'https://127.9.8.7/'],
  ['one decimal number', 'http://2130706433/'],
  ['one hexadecimal number', 'http://0x7f000001/'],
  ['octal parts', 'http://0177.0.0.01/'],
  ['one octal number', 'http://017700000001/'],
  ['mixed notations', 'http://0x7f.0.0.1/'],
  ['mixed octal and hexadecimal', 'http://0177.0x0.1/'],
  ['the short form', 'http://127.1/'],
  ['a shorter private form', 'http://10.1/'],
  ['private 172', 'http://172.20.0.1:8080/'],
  ['private 192.168', 'https://192.168.0.10/'],
  ['shared carrier addresses', 'http://100.64.1.1/'],
  ['this network', 'http://0.0.0.0/'],
  ['zero', 'http://0/'],
  ['link-local', 'http://169.254.1.1/'],
  ['cloud metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['cloud metadata as a number', 'http://2852039166/'],
  ['another cloud’s metadata', 'http://100.100.100.200/'],
  ['a cloud host’s wire server', 'http://168.63.129.16/'],
  ['container metadata', 'http://169.254.170.2/'],
  ['a metadata name', 'http://metadata.google.internal/computeMetadata/v1/'],
  ['a metadata name in capitals with a dot', 'http://METADATA.google.INTERNAL./'],
  ['a short metadata name', 'http://metadata/'],
  ['another metadata name', 'http://instance-data/latest/'],
  ['IPv6 loopback', 'http://[::1]/'],
  ['IPv6 unspecified', 'http://[::]/'],
  ['IPv6 mapped', 'http://[::ffff:127.0.0.1]/'],
  ['IPv6 mapped in hexadecimal', 'http://[::ffff:7f00:1]/'],
  ['IPv6 compatible', 'http://[::127.0.0.1]/'],
  ['6to4', 'http://[2002:7f00:1::]/'],
  ['NAT64', 'http://[64:ff9b::7f00:1]/'],
  ['IPv6 link-local', 'http://[fe80::1]/'],
  ['unique local', 'http://[fd00:ec2::254]/'],
  ['localhost', 'http://localhost/'],
  ['localhost with a dot', 'http://localhost./'],
  ['below localhost', 'http://a.localhost/'],
  ['fullwidth digits', 'http://１２７.０.０.１/'],
  ['circled digits', 'http://①②⑦.⓪.⓪.①/'],
  ['an ideographic full stop', 'http://127。0。0。1/'],
  ['a trailing dot', 'http://127.0.0.1./'],
  ['user information before it', 'http://vendor.example@127.0.0.1/'],
  ['credentials', 'http://user:secret@vendor.example/'],
  ['a hash in the user information', 'http://vendor.example%23@127.0.0.1/'],
  ['a backslash for a slash', 'http:\\\\127.0.0.1\\'],
  ['a backslash before the at sign', 'http://127.0.0.1\\@vendor.example/'],
  ['a line break inside', 'http://127.0\r\n.0.1/'],
  ['a tab inside', 'http://127.\t0.0.1/'],
  ['percent-encoded digits', 'http://%31%32%37.0.0.1/'],
  ['another port', 'http://127.0.0.1:6379/'],
  ['a file', 'file:///etc/passwd'],
  ['gopher', 'gopher://127.0.0.1:6379/_FLUSHALL'],
  ['ftp', 'ftp://127.0.0.1/'],
  ['data', 'data:text/plain,hello'],
  ['a script', 'javascript:alert(1)'],
];

let hub: TestHub;
let inside: Server;
let port: number;
let calls: string[] = [];
let answers: string[][] = [];

/** What names resolve to in this test; the last answer stays. */
const resolver: ResolveAll = (_host, _options, done) => {
  const next = answers.length > 1 ? answers.shift() : answers[0];
  done(
    null,
    (next ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
};

beforeAll(async () => {
  inside = createServer((request, response) => {
    calls.push(request.url ?? '');
    const isRedirect = request.url?.startsWith('/redirect') === true;
    response.writeHead(isRedirect ? 302 : 200, {
      // Each call looks its name up anew.
      connection: 'close',
      ...(isRedirect && { location: `http://127.0.0.1:${port}/inside` }),
    });
    response.end('{}');
  });
  await new Promise<void>((done) => inside.listen(0, '0.0.0.0', done));
  port = (inside.address() as AddressInfo).port;
  hub = await startTestHub({
    env: { KUNCI_EGRESS_ALLOW: `redirecting.example:${port},127.0.0.2:${port}` },
  });
  Object.assign(hub.hub.app.get(EgressGuard), { resolveAll: resolver });
});

afterAll(async () => {
  await hub.stop();
  inside.closeAllConnections();
  inside.close();
});

beforeEach(() => {
  calls = [];
  answers = [['127.0.0.1']];
});

describe('an address inside, when it is saved', () => {
  it.each(SEEN_AT_ONCE)('is refused as a base URL: %s', async (_case, url) => {
    const answer = await hub.api.post('/api/v1/providers', providerAt(url));
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'base_urls.default']);
  });

  it.each(SEEN_AT_ONCE)('is refused as a subscriber’s URL: %s', async (_case, url) => {
    const answer = await hub.api.post('/api/v1/webhook-endpoints', {
      url,
      events: ['payment.received'],
    });
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'url']);
  });

  it.each([
    ['a base URL', '169.254.169.254'],
    ['a base URL', '[::1]'],
  ])('is refused as %s of a change, too (%s)', async (_case, host) => {
    const provider = await addPlainProvider(hub.api, 'https://vendor.example');
    const answer = await hub.api.patch(`/api/v1/providers/${provider.id}`, {
      base_urls: { default: `http://${host}` },
    });
    expect(answer.status).toBe(422);
  });
});

describe('a name that leads inside, when it is called', () => {
  it.each([
    ['loopback', [['127.0.0.1']]],
    ['cloud metadata', [['169.254.169.254']]],
    ['IPv6 loopback', [['::1']]],
    ['an IPv6 form of loopback', [['::ffff:127.0.0.1']]],
  ])('is refused for a provider (%s)', async (_case, resolved) => {
    answers = resolved;
    const provider = await addPlainProvider(hub.api, `http://rebind.example:${port}`);
    const answer = await pay(provider);
    expect(answer.status).toBe(503);
    expect(calls).toEqual([]);
  });

  it('is refused when it leads elsewhere than at the call before', async () => {
    answers = [['127.0.0.2'], ['127.0.0.1']];
    const provider = await addPlainProvider(hub.api, `http://rebind.example:${port}`);
    await pay(provider);
    expect(calls).toEqual(['/charges']);
    await hub.api.post(`/api/v1/providers/${provider.id}/test`);
    await pay(provider, 'second');
    expect(calls).toEqual(['/charges']);
  });

  it('is refused for a connection test of what is on the screen', async () => {
    const answer = await hub.api.post('/api/v1/providers/test', {
      ...providerAt(`http://inside.example:${port}`),
      connector: { ...aPlainConnector(), operations: withTest() },
    });
    expect(answer.body.test_status).toBe('failed');
    expect(calls).toEqual([]);
  });

  it('is refused for a subscriber, and the delivery says so', async () => {
    const made = await hub.api.post('/api/v1/webhook-endpoints', {
      url: `http://subscriber.example:${port}/hook`,
      events: ['room.status_changed'],
    });
    expect(made.status).toBe(201);
    await hub.api.post(
      '/api/v1/events',
      { event: 'room.status_changed', occurred_at: '2026-11-21T08:00:00Z', data: { room: '101' } },
      { 'idempotency-key': `egress-${port}` },
    );
    const error = await eventually(async () => {
      const [row] = await hub.sql<{ error: string | null }>(
        'SELECT error FROM webhook_deliveries WHERE endpoint_id = $1 AND error IS NOT NULL',
        [made.body.id],
      );
      return row?.error ?? undefined;
    });
    expect(error).toContain('KUNCI_EGRESS_ALLOW');
    expect(calls).toEqual([]);
  });

  it.each([
    ['a literal address', () => `http://127.0.0.1:${port}/confirm`],
    ['a number', () => `http://2130706433:${port}/confirm`],
    ['a name', () => `http://confirm.example:${port}/confirm`],
    ['a metadata name', () => 'http://metadata.google.internal/'],
    ['a file', () => 'file:///etc/passwd'],
  ])('is refused for a confirming address that a vendor hands out: %s', async (_case, url) => {
    const provider = await addPlainProvider(hub.api, 'https://vendor.example', {
      connector: aPlainConnector({
        handshake: {
          when: '=$exists(body.confirm_url)',
          visit: '=body.confirm_url',
          reply: { status: 200, content_type: 'text/plain', body: 'ok' },
        },
      }),
    });
    const answer = await postWebhook(provider, { confirm_url: url() });
    expect(answer.status).toBe(503);
    expect(calls).toEqual([]);
  });
});

describe('a redirect to the inside', () => {
  it('is not followed', async () => {
    const provider = await addPlainProvider(hub.api, `http://redirecting.example:${port}/redirect`);
    await pay(provider);
    expect(calls).toEqual(['/redirect/charges']);
  });
});

describe('the playground', () => {
  it('renders a request and calls nobody', async () => {
    const answer = await hub.api.post('/api/v1/connectors/preview', {
      connector: aPlainConnector(),
      operation: 'create',
      base_urls: { default: `http://127.0.0.1:${port}` },
    });
    expect(answer.status).toBeLessThan(500);
    expect(calls).toEqual([]);
  });
});

function providerAt(url: string): Record<string, unknown> {
  return {
    name: 'Somewhere',
    integration_type: 'payment',
    api_format: 'redirect_flow',
    connector: aPlainConnector(),
    credentials: { api_key: 'k-0123456789', webhook_secret: 's-0123456789' },
    base_urls: { default: url },
  };
}

function withTest(): Record<string, unknown> {
  return {
    ...aPlainConnector().operations,
    test: { method: 'GET', path: '/me', encoding: 'none', result: {} },
  };
}

function pay(provider: PlainProvider, word = 'first') {
  return hub.api.post(
    '/api/v1/payments',
    { provider_id: provider.id, order_id: 'EGRESS-1', amount: 10_000, currency: 'IDR' },
    { 'idempotency-key': `${provider.id}-${word}` },
  );
}
