import { describe, expect, it, jest } from '@jest/globals';
import { VendorError } from '#core/errors/vendor-error.js';
import type { HttpRequest, HttpResponse } from '#core/http/http.types.js';
import { Secret } from '#core/secret/secret.js';
import type { ConnectorTarget } from '../connector-context.js';
import { connectorSchema } from '../definition.schemas.js';
import { Exchanger, type ExchangeLabel, type ExchangeSummary } from './exchange.js';

const target: ConnectorTarget = {
  provider: {
    id: 'p1',
    slug: 'bank',
    name: 'Bank Test',
    environment: 'sandbox',
    webhook_url: 'https://hub.test/webhook/payment/bank',
    extra: {},
  },
  connector: connectorSchema.parse({}),
  credentials: { server_key: new Secret('SB-server-TESTKEY123') },
  baseUrls: {},
  extraHeaders: {},
  allowHost: '192.168.1.9',
};
const label: ExchangeLabel = { operation: 'create', purpose: 'operation', timeoutMs: 1000 };
const request = {
  method: 'POST',
  url: 'https://api.test/pay?key=SB-server-TESTKEY123',
  headers: { Authorization: 'Bearer tok-en-1', 'X-Session': 'tok-en-1' },
  body: Buffer.from('{"card":"4111111111111111","cvv":"123"}'),
};

async function exchange(outcome: HttpResponse | VendorError, labels: Partial<ExchangeLabel> = {}) {
  const seen: ExchangeSummary[] = [];
  const sent: HttpRequest[] = [];
  const send = async (one: HttpRequest): Promise<HttpResponse> => {
    sent.push(one);
    if (outcome instanceof VendorError) throw outcome;
    return outcome;
  };
  const exchanger = new Exchanger({ send }, target, (summary) => seen.push(summary));
  const settled = await Promise.allSettled([exchanger.send(request, { ...label, ...labels })]);
  return { summary: seen[0], sent: sent[0], settled: settled[0] };
}

describe('Exchanger', () => {
  it('tells an exchange with secrets, tokens and cards masked', async () => {
    const echo = {
      status: 200,
      headers: { 'set-cookie': 'a=b' },
      body: Buffer.from('SB-server-TESTKEY123 tok-en-1'),
    };
    const { summary } = await exchange(echo, { secrets: ['tok-en-1'] });
    expect(summary).toMatchObject({
      providerId: 'p1',
      operation: 'create',
      purpose: 'operation',
      request: {
        url: 'https://api.test/pay?key=[secret]',
        headers: { Authorization: 'Bearer [secret]', 'X-Session': '[secret]' },
        body: '{"card":"411111******1111","cvv":"***"}',
      },
      response: { status: 200, headers: { 'set-cookie': '[secret]' }, body: '[secret] [secret]' },
    });
  });

  it('tells nothing of a body that holds a new token', async () => {
    const issued = { status: 200, headers: {}, body: Buffer.from('{"access_token":"new"}') };
    const { summary } = await exchange(issued, { purpose: 'token' });
    expect(summary?.response?.body).toBe('[secret]');
  });

  it('keeps only the beginning of a long body', async () => {
    const long = { status: 200, headers: {}, body: Buffer.alloc(100_000, 'x') };
    expect((await exchange(long)).summary?.response?.body).toHaveLength(4096);
  });

  it('sends the request unmasked, with the time it may take and the host it may reach', async () => {
    const { sent } = await exchange({ status: 200, headers: {}, body: Buffer.alloc(0) });
    expect(sent).toEqual({ ...request, timeoutMs: 1000, allowHost: '192.168.1.9' });
  });

  it('tells what the transport raised, and raises it', async () => {
    const { summary, settled } = await exchange(new VendorError('unavailable', 'refused'));
    expect(summary?.error).toEqual({ kind: 'unavailable', message: 'refused' });
    expect(settled).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable' } });
  });

  it('goes on when the observer throws', async () => {
    const observer = jest.fn(() => {
      throw new Error('log is full');
    });
    const answer = { status: 200, headers: {}, body: Buffer.alloc(0) };
    const exchanger = new Exchanger({ send: async () => answer }, target, observer);
    await expect(exchanger.send(request, label)).resolves.toBe(answer);
    expect(observer).toHaveBeenCalledTimes(1);
  });
});
