/** Gateways, each connected with JSON alone: connector, the vendor's side of the wire, notifications signed by a secret. */
import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { OddAnswer, OddRequest } from '#test/support/odd-vendor.js';

export const SECRET = 'odd-secret-not-real-000000000001';
const digest = (algorithm: string, input: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHash(algorithm).update(input).digest(encoding);
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Notification {
  readonly method: 'GET' | 'POST';
  readonly query?: string;
  readonly type?: string;
  readonly body?: string;
}

export interface Shape {
  readonly format?: string;
  readonly connector: Readonly<Record<string, unknown>>;
  readonly respond: (request: OddRequest) => OddAnswer;
  readonly notify: (references: readonly string[], amount: string, secret: string) => Notification;
  readonly reply: { readonly type: string; readonly body: string };
  readonly opened: (request: OddRequest) => unknown;
}

const BASE = {
  credentials: [{ key: 'secret', label: { id: 'Rahasia', en: 'Secret' } }],
  base_urls: { default: { production: 'https://odd.example', sandbox: 'https://odd.example' } },
  currencies: ['IDR'],
  statuses: { '0': 'pending', '1': 'paid', lunas: 'paid', baru: 'pending', success: 'paid' },
};
const PAGE = 'https://odd.example/page/(1)';
export const jsonp: Shape = {
  connector: {
    ...BASE,
    auth: {
      scheme: 'signed',
      vars: { stamp: "=$timestamp('yyyyMMddHHmmss', 'WIB')" },
      query: {
        t: '=vars.stamp',
        sign: "=$hash(request.reference & vars.stamp & credentials.secret, 'md5')",
      },
    },
    operations: {
      create: {
        method: 'GET',
        path: '/pay',
        encoding: 'none',
        query: { ref: '=request.reference', sum: '=$decimal(request.amount, request.currency, 2)' },
        response: 'text',
        ok: '=$contains(body, \'"rc":"0"\')',
        result: {
          status: '=$parseJson($substring(body, 9, $length(body) - 11)).state',
          action: {
            type: 'redirect',
            url: '=$parseJson($substring(body, 9, $length(body) - 11)).page',
          },
        },
      },
    },
    webhook: {
      signature: {
        scheme: 'expression',
        when: "=method = 'GET'",
        expected: "=$hash(query.ref & query.sum & query.state & credentials.secret, 'md5')",
        actual: '=query.sign',
      },
      match: [
        {
          events: [
            {
              reference: '=query.ref',
              status: '=query.state',
              amount: '=query.sum',
              currency: 'IDR',
            },
          ],
          event_id: "=query.ref & ':' & query.state",
        },
      ],
      reply: { ok: { content_type: 'text/plain', body: 'OK' } },
    },
  },
  respond: ({ query }) => {
    const stamp = query.get('t') ?? '';
    const isRight =
      query.get('sign') === digest('md5', `${query.get('ref') ?? ''}${stamp}${SECRET}`);
    const answer = isRight ? { rc: '0', state: 0, page: PAGE } : { rc: '9' };
    return { type: 'text/javascript', body: `callback(${JSON.stringify(answer)});` };
  },
  notify: ([ref = ''], sum, secret) => {
    const sign = digest('md5', `${ref}${sum}1${secret}`);
    return { method: 'GET', query: new URLSearchParams({ ref, sum, state: '1', sign }).toString() };
  },
  reply: { type: 'text/plain', body: 'OK' },
  opened: ({ query }) => query.get('sum'),
};

function jwt(claims: unknown, secret: string): string {
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export const jwtBatch: Shape = {
  connector: {
    ...BASE,
    auth: { scheme: 'header', name: 'X-Api-Key', value: '=credentials.secret' },
    operations: {
      create: {
        path: '/payments',
        body: { ref: '=request.reference', value: '=request.amount' },
        result: { status: '=body.state', action: { type: 'redirect', url: '=body.page' } },
      },
    },
    webhook: {
      signature: {
        scheme: 'jwt',
        token: '=raw',
        key: '=credentials.secret',
        algorithms: ['HS256'],
      },
      match: [
        {
          events:
            "=$parseJson($unbase64($split(raw, '.')[1])).events.{ 'id': id, 'reference': ref, 'status': state, 'amount': value, 'currency': 'IDR' }",
        },
      ],
      reply: { ok: { content_type: 'application/json', body: { diterima: true } } },
    },
  },
  respond: ({ headers }) =>
    headers['x-api-key'] === SECRET
      ? { type: 'application/json', body: JSON.stringify({ state: 'baru', page: PAGE }) }
      : { status: 401, type: 'text/plain', body: 'no' },
  notify: (references, amount, secret) => ({
    method: 'POST',
    type: 'application/jwt',
    body: jwt(
      {
        exp: Math.floor(Date.now() / 1000) + 60,
        events: references.map((ref) => ({
          id: randomUUID(),
          ref,
          state: 'LUNAS',
          value: Number(amount),
        })),
      },
      secret,
    ),
  }),
  reply: { type: 'application/json', body: '{"diterima":true}' },
  opened: ({ body }) => JSON.parse(body).value,
};

export const dataForm: Shape = {
  connector: {
    ...BASE,
    operations: {
      create: {
        path: '/request',
        encoding: 'form',
        body: {
          data: "=$base64($json({ 'order_id': request.reference, 'amount': $decimal(request.amount, 'IDR', 2) }))",
          signature:
            "=$hash(credentials.secret & $base64($json({ 'order_id': request.reference, 'amount': $decimal(request.amount, 'IDR', 2) })) & credentials.secret, 'sha1', 'base64')",
        },
        result: { status: '=body.status', action: { type: 'redirect', url: '=body.href' } },
      },
    },
    statuses: { new: 'pending', success: 'paid' },
    webhook: {
      signature: {
        scheme: 'expression',
        expected: "=$hash(credentials.secret & body.data & credentials.secret, 'sha1', 'base64')",
        actual: '=body.signature',
      },
      match: [
        {
          events: [
            {
              reference: '=$parseJson($unbase64(body.data)).order_id',
              status: '=$parseJson($unbase64(body.data)).status',
              amount: '=$parseJson($unbase64(body.data)).amount',
              currency: 'IDR',
            },
          ],
        },
      ],
      reply: { ok: { content_type: 'text/html', body: '' } },
    },
  },
  respond: ({ body }) => {
    const form = new URLSearchParams(body);
    const signature = digest('sha1', `${SECRET}${form.get('data') ?? ''}${SECRET}`, 'base64');
    const isRight = form.get('signature') === signature;
    return {
      type: 'text/html',
      body: JSON.stringify(isRight ? { status: 'new', href: PAGE } : { status: 'error' }),
    };
  },
  notify: ([orderId], amount, secret) => {
    const told = { order_id: orderId, status: 'success', amount: Number(amount) };
    const data = Buffer.from(JSON.stringify(told)).toString('base64');
    const signature = digest('sha1', `${secret}${data}${secret}`, 'base64');
    return {
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ data, signature }).toString(),
    };
  },
  reply: { type: 'text/html', body: '' },
  opened: ({ body }) =>
    JSON.parse(Buffer.from(new URLSearchParams(body).get('data') ?? '', 'base64').toString())
      .amount,
};

export const repeats: Shape = {
  format: 'qris_dynamic',
  connector: {
    ...BASE,
    auth: [
      { scheme: 'query', params: { app: 'hotel' } },
      {
        scheme: 'signed',
        headers: {
          Authorization:
            "='SIG ' & $hmac($uppercase(http.method) & '\n' & http.target & '\n' & $hash(http.body, 'sha256'), credentials.secret, 'sha256', 'base64')",
        },
      },
    ],
    operations: {
      create: {
        path: '/v3/qr',
        encoding: 'form_nested',
        body: {
          order: { ref: '=request.reference', total: '=request.amount', tags: ['hotel', 'pms'] },
        },
        result: {
          status: '=body.data[0].attributes.state',
          action: { type: 'qr', qr_string: '=body.data[0].attributes.qr' },
        },
      },
    },
    webhook: {
      signature: {
        scheme: 'hmac',
        key: '=credentials.secret',
        payload: "=$join(form[$[0] != 'mac'].($[0] & $[1]))",
        actual: '=body.mac',
        algorithm: 'sha1',
        encoding: 'base64',
        prefix: 'sha1=',
      },
      match: [
        {
          when: "=body.`order[state]` = 'LUNAS'",
          events: [
            {
              reference: '=body.`order[ref]`',
              status: '=body.`order[state]`',
              amount: '=body.`order[total]`',
              currency: 'IDR',
            },
          ],
        },
        { ignore: 'not paid yet' },
      ],
      reply: {
        ok: {
          content_type: 'application/json',
          body: { code: '=body.`order[ref]`', tags: '=$count(body.tag)' },
        },
      },
    },
  },
  respond: ({ method, headers, body }) => {
    const signed = `${method}\n/v3/qr?app=hotel\n${digest('sha256', body)}`;
    const right = `SIG ${createHmac('sha256', SECRET).update(signed).digest('base64')}`;
    if (headers['authorization'] !== right) return { status: 401, type: 'text/plain', body: 'no' };
    const data = [{ attributes: { state: 'baru', qr: '00020101021226' } }];
    return { type: 'application/vnd.api+json', body: JSON.stringify({ data }) };
  },
  notify: ([ref = ''], total, secret) => {
    const fields: [string, string][] = [
      ['order[ref]', ref],
      ['order[state]', 'LUNAS'],
      ['order[total]', total],
      ['tag', 'a'],
      ['tag', ' b '],
    ];
    const mac = createHmac('sha1', secret).update(fields.flat().join('')).digest('base64');
    return {
      method: 'POST',
      type: 'application/x-www-form-urlencoded; charset=utf-8',
      body: new URLSearchParams([...fields, ['mac', `sha1=${mac}`]]).toString(),
    };
  },
  reply: { type: 'application/json', body: '' },
  opened: ({ body }) => new URLSearchParams(body).get('order[total]'),
};
