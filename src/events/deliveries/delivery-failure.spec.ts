import { describe, expect, it } from '@jest/globals';
import { HttpExchange } from '#core/http/http-exchange.js';
import { toVendorError } from '#core/http/http-failure.js';
import { failureCause } from './delivery-failure.js';

const answered = (status: number) => ({
  response_status: status,
  error: `The receiver answered with ${status}.`,
  fault: 'receiver' as const,
});
const broken = (error: string) => ({ response_status: null, error, fault: 'receiver' as const });

describe('failureCause', () => {
  it.each([
    [302, 'redirect'],
    [400, 'client_error'],
    [401, 'unauthorized'],
    [404, 'not_found'],
    [410, 'gone'],
    [429, 'too_many'],
    [500, 'server_error'],
    [504, 'timeout'],
  ])('of an answer with %i is %s', (status, cause) => {
    expect(failureCause(answered(status))).toBe(cause);
  });

  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'cut'],
    ['EHOSTUNREACH', 'unreachable'],
  ])('of what the HTTP client says about %s is %s', (code, cause) => {
    const exchange = new HttpExchange({ timeoutMs: 1_000, connectTimeoutMs: 1_000 });
    const error = Object.assign(new Error('failed'), { code });
    const { message } = toVendorError(error, exchange, 'pms.example.com');
    exchange.end();
    expect(failureCause(broken(message))).toBe(cause);
  });

  it('tells what waits for its endpoint, and what is our own fault', () => {
    const parked = 'the endpoint is disabled: the receiver answered 410 Gone';
    expect(failureCause({ response_status: 410, error: parked, fault: 'receiver' })).toBe(
      'disabled',
    );
    expect(failureCause({ response_status: null, error: 'x', fault: 'hub' })).toBe('hub');
  });

  it('is none for what arrived', () => {
    expect(failureCause({ response_status: 200, error: null, fault: null })).toBeUndefined();
  });
});
