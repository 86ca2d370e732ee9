import { describe, expect, it } from '@jest/globals';
import { EgressRefusedError } from './egress-guard.js';
import type { HttpExchange } from './http-exchange.js';
import { isStaleSocket, toVendorError } from './http-failure.js';

function anExchange(seen: Partial<HttpExchange> = {}): HttpExchange {
  return {
    isSent: false,
    isOnReusedSocket: false,
    expired: undefined,
    answer: undefined,
    ...seen,
  } as HttpExchange;
}

function withCode(code: string): Error {
  return Object.assign(new Error(`it failed with ${code}`), { code });
}

/** As the HTTP client hands errors on: wrapped, with our request attached. */
function wrapped(cause: Error): Error {
  return Object.assign(new Error(cause.message, { cause }), {
    code: 'ERR_NETWORK',
    config: { data: 'hush' },
  });
}

describe('failure of a request', () => {
  it.each([
    ['ECONNREFUSED', 'refused the connection'],
    ['ENOTFOUND', 'has no address in DNS'],
    ['EAI_AGAIN', 'DNS gave no answer'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host name'],
    ['ECONNRESET', 'cut the connection'],
    ['ESOMETHING', '(ESOMETHING)'],
  ])('before it was sent, by %s, is unavailable and told in words', (code, words) => {
    const error = toVendorError(wrapped(withCode(code)), anExchange(), 'api.example');
    expect([error.kind, error.message]).toEqual(['unavailable', expect.stringContaining(words)]);
    expect(error.message).toContain('api.example');
  });

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'HPE_INVALID_CONSTANT', 'Z_BUF_ERROR'])(
    'after it was sent, by %s, is ambiguous',
    (code) => {
      const error = toVendorError(
        wrapped(withCode(code)),
        anExchange({ isSent: true }),
        'api.example',
      );
      expect(error.kind).toBe('ambiguous');
    },
  );

  it.each([
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  ])('by the refusal of our certificate after the handshake (%s) is unavailable', (code) => {
    const error = toVendorError(
      wrapped(withCode(code)),
      anExchange({ isSent: true }),
      'api.example',
    );
    expect([error.kind, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('client certificate'),
    ]);
  });

  it('by another TLS alert after it was sent stays ambiguous', () => {
    const alert = withCode('ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC');
    expect(toVendorError(alert, anExchange({ isSent: true }), 'api.example').kind).toBe(
      'ambiguous',
    );
  });

  it.each([
    [false, 'unavailable'],
    [true, 'ambiguous'],
  ])('by the total timeout, sent: %s, is %s', (isSent, kind) => {
    expect(
      toVendorError(new Error('x'), anExchange({ isSent, expired: 'total' }), 'api.example').kind,
    ).toBe(kind);
  });

  it('by the egress guard keeps its advice', () => {
    const refusal = new EgressRefusedError('add the host to KUNCI_EGRESS_ALLOW');
    const error = toVendorError(wrapped(refusal), anExchange(), 'api.example');
    expect([error.kind, error.message]).toEqual(['unavailable', refusal.message]);
  });

  it('hands on code and sentence of the cause, nothing else', () => {
    const { cause } = toVendorError(
      wrapped(withCode('ECONNRESET')),
      anExchange({ isSent: true }),
      'api.example',
    );
    expect(cause).toEqual(new Error('it failed with ECONNRESET'));
    expect({ ...(cause as object) }).toEqual({ code: 'ECONNRESET' });
  });
});

describe('stale socket', () => {
  const stale = { isSent: true, isOnReusedSocket: true };

  it.each(['ECONNRESET', 'EPIPE'])('is one from the pool that ended in %s', (code) => {
    expect(isStaleSocket(wrapped(withCode(code)), anExchange(stale))).toBe(true);
  });

  it.each([
    ['a new connection', { isSent: true }],
    ['one that brought part of an answer', { ...stale, answer: {} as HttpExchange['answer'] }],
    ['one that we cut ourselves', { ...stale, expired: 'total' as const }],
  ])('is not %s', (_case, seen) => {
    expect(isStaleSocket(wrapped(withCode('ECONNRESET')), anExchange(seen))).toBe(false);
  });
});
