/** Whether webhooks can get here: the hub calls its own public address and recognises itself. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

jest.setTimeout(60_000);

const CONNECTOR = {
  base_urls: { default: { production: 'https://a.example', sandbox: 'https://b.example' } },
  operations: { create: { path: '/pay', result: { status: 'pending' } } },
};

async function addProvider(hub: TestHub): Promise<string> {
  const { body } = await hub.api.post('/api/v1/providers', {
    name: 'Own vendor',
    integration_type: 'payment',
    api_format: 'redirect_flow',
    connector: CONNECTOR,
  });
  return body.id;
}

async function examine(hub: TestHub, id: string): Promise<Record<string, any>> {
  const { status, body } = await hub.api.post(`/api/v1/providers/${id}/reachability`);
  expect(status).toBe(200);
  return Object.fromEntries(body.checks.map((check: any) => [check.name, check]));
}

describe('the reachability doctor', () => {
  let hub: TestHub;
  let id: string;
  beforeAll(async () => {
    hub = await startTestHub();
    id = await addProvider(hub);
  });
  afterAll(() => hub.stop());

  it('sees its own call arrive, small and large, and stores none of it', async () => {
    const checks = await examine(hub, id);
    expect(checks['delivery'].level).toBe('passed');
    expect(checks['large_body'].level).toBe('passed');
    expect(await hub.sql('SELECT id FROM webhook_logs')).toEqual([]);
  });

  it('says that a loopback address is nowhere for a vendor, and what to do', async () => {
    const checks = await examine(hub, id);
    expect(checks['public_url']).toMatchObject({ ok: false, level: 'failed' });
    expect(checks['public_url'].hint.id).toContain('KUNCI_PUBLIC_URL');
    expect(checks['public_address'].level).toBe('failed');
    expect(checks['https'].level).toBe('warning');
    expect(checks['certificate'].level).toBe('skipped');
  });

  it('names the last webhook that came, and one whose signature was wrong', async () => {
    expect((await examine(hub, id))['last_webhook'].level).toBe('warning');
    const { body: provider } = await hub.api.get(`/api/v1/providers/${id}`);
    await fetch(provider.webhook_url, { method: 'POST', body: '{}' });
    const after = await examine(hub, id);
    expect(after['last_webhook'].message.en).toContain('minute ago');
  });

  it('takes a probe that somebody made up for the webhook that it is', async () => {
    const { body: provider } = await hub.api.get(`/api/v1/providers/${id}`);
    const rows = () => hub.sql<{ id: string }>('SELECT id FROM webhook_logs');
    const before = (await rows()).length;
    const headers = { 'x-kunci-probe': 'kv1.00000000.AAAAAAAA' };
    await fetch(provider.webhook_url, { method: 'POST', body: '{"a":1}', headers });
    expect((await rows()).length).toBe(before + 1);
  });

  it('tells that a provider which is off refuses its webhooks', async () => {
    await hub.api.patch(`/api/v1/providers/${id}`, { is_active: false });
    expect((await examine(hub, id))['provider_active'].ok).toBe(false);
  });

  it('knows no provider that is not there', async () => {
    const path = '/api/v1/providers/00000000-0000-7000-8000-000000000000/reachability';
    expect((await hub.api.post(path)).status).toBe(404);
  });
});

describe('the reachability doctor behind something else', () => {
  let other: Server;
  let answer: { status: number; headers?: Record<string, string>; body?: string };
  let hub: TestHub;
  let id: string;
  beforeAll(async () => {
    other = createServer((_request, response) => {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    hub = await startTestHub({ env: { KUNCI_PUBLIC_URL: `http://127.0.0.1:${port}` } });
    id = await addProvider(hub);
  });
  afterAll(async () => {
    await hub.stop();
    await new Promise((done) => other.close(done));
  });

  it.each([
    ['a page of somebody else', { status: 200, body: '<html>' }, 'not this hub'],
    ['a redirect', { status: 301, headers: { location: 'https://x.example/' } }, 'redirects to'],
    ['a login', { status: 401 }, '(401)'],
    ['a refused method', { status: 405 }, '(405)'],
    ['a proxy that does not find the hub', { status: 502 }, '(502)'],
    ['an unknown status', { status: 418 }, '418'],
  ])('recognises %s', async (_case, given, words) => {
    answer = given;
    const checks = await examine(hub, id);
    expect(checks['delivery']).toMatchObject({ ok: false, level: 'failed' });
    expect(checks['delivery'].message.en).toContain(words);
    expect(checks['delivery'].hint.id).not.toBe('');
    expect(checks['large_body'].level).toBe('skipped');
  });
});

describe('the reachability doctor with a name that does not exist', () => {
  it('stops at the DNS', async () => {
    const hub = await startTestHub({ env: { KUNCI_PUBLIC_URL: 'https://hub.invalid' } });
    const checks = await examine(hub, await addProvider(hub));
    expect(checks['dns'].level).toBe('failed');
    expect(checks['https'].level).toBe('passed');
    expect(checks['delivery'].level).toBe('skipped');
    await hub.stop();
  });
});
