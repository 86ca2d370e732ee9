import { describe, expect, it } from '@jest/globals';
import { explained, partsRead } from './refusal.js';
import type { InboundCall } from './webhook-context.js';
import type { SignatureRecipe } from './webhook.schemas.js';

const aCall = (headers: Record<string, string> = {}, query = ''): InboundCall => ({
  method: 'POST',
  url: `https://hub.example.com/webhook/payment/main${query}`,
  headers,
  body: Buffer.from('{"order_id":"A-1"}'),
  receivedAt: new Date(0),
});
const BODY = { order_id: 'A-1' };

describe('partsRead', () => {
  it.each([
    [
      '=body.order_id & body.amount & credentials.server_key',
      ['body.order_id', 'body.amount', 'credentials.server_key'],
    ],
    ["='Client-Id:' & headers.`client-id` & path & raw", ['headers.client-id', 'path', 'raw']],
    ["=$hash(raw, 'sha256') & 'body.fake'", ['raw']],
    ['=$join(body.a, body.a)', ['body.a']],
    ['=query.token', ['query.token']],
    ['a fixed text', []],
  ])('of %s', (expression, parts) => {
    expect(partsRead(expression)).toEqual(parts);
  });
});

describe('explained', () => {
  const hmac = {
    scheme: 'hmac',
    algorithm: 'sha256',
    key: '=credentials.secret',
    key_encoding: 'utf8',
    header: 'X-Signature',
    encoding: 'hex',
    prefix: '',
  } satisfies SignatureRecipe;

  it('names what was signed, where the proof was looked for, and what did not come', () => {
    const recipe = { ...hmac, payload: '=headers.`x-time` & body.order_id & body.total' };
    const call = aCall({ 'x-signature': 'abc' });
    expect(explained('mismatch', recipe, { call, body: BODY })).toEqual({
      code: 'mismatch',
      scheme: 'hmac-sha256',
      place: 'headers.x-signature',
      signed: ['headers.x-time', 'body.order_id', 'body.total', 'credentials.secret'],
      missing: ['headers.x-time', 'body.total'],
      body_bytes: 18,
    });
  });

  it('knows a header that did not come as missing', () => {
    const told = explained('no_signature', hmac, { call: aCall(), body: BODY });
    expect(told).toMatchObject({
      signed: ['raw', 'credentials.secret'],
      missing: ['headers.x-signature'],
    });
  });

  it('looks for a token in the query', () => {
    const recipe: SignatureRecipe = {
      scheme: 'shared_token',
      value: '=credentials.t',
      query: 'token',
    };
    expect(
      explained('mismatch', recipe, { call: aCall({}, '?token=a'), body: BODY }).missing,
    ).toBeUndefined();
    expect(explained('no_signature', recipe, { call: aCall(), body: BODY }).missing).toEqual([
      'query.token',
    ]);
  });
});
