import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  MERCHANT,
  SECRET,
  startXmlGateway,
  type XmlGateway,
} from '#test/simulators/made-up/xml-gateway.js';
import { pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const text = (words: string) => ({ id: words, en: words });

/** What an owner would type into the form of a custom provider: JSON and nothing else. */
const CONNECTOR = JSON.parse(
  JSON.stringify({
    credentials: [
      { key: 'merchant', label: text('Merchant'), secret: false, pattern: 'MERCHANT-\\d{4}' },
      { key: 'secret', label: text('Secret') },
    ],
    base_urls: {
      default: { production: 'https://made-up.example/gw', sandbox: 'https://made-up.example/gw' },
    },
    auth: {
      scheme: 'signed',
      headers: {
        'X-Merchant': '=credentials.merchant',
        'X-Sign': "=$hmac(http.body, credentials.secret, 'sha512', 'base64')",
      },
    },
    money: { notation: 'minor', exponents: { IDR: 2 } },
    currencies: ['IDR'],
    operations: {
      create: {
        path: '/charge',
        encoding: 'xml',
        xml_root: 'Request',
        body: {
          _: { version: '2.0' },
          Order: {
            _: { ref: '=request.reference' },
            Amount: {
              _: { currency: '=request.currency' },
              '#text': '=$minor(request.amount, request.currency, 2)',
            },
            Items: {
              Item: "=request.items.{ '_': { 'sku': id, 'qty': quantity }, 'Name': name, 'Price': $minor(price, 'IDR', 2) }[]",
            },
            NotifyUrl: '=provider.webhook_url',
          },
        },
        response: 'xml',
        ok: "=body.Reply._.code = '00'",
        result: {
          status: '=body.Reply.Charge.State',
          amount: '=body.Reply.Charge.Amount.`#text`',
          currency: '=body.Reply.Charge.Amount._.currency',
          gateway_transaction_id: '=body.Reply.Charge._.id',
          action: { type: 'redirect', url: '=body.Reply.PageUrl' },
        },
      },
      status: {
        path: '/inquiry',
        encoding: 'xml',
        xml_root: 'Request',
        body: { _: { version: '2.0' }, Order: { _: { ref: '=request.reference' } } },
        response: 'xml',
        ok: "=body.Reply._.code = '00'",
        result: {
          reference: '=body.Reply.Charge._.ref',
          status: '=body.Reply.Charge.State',
          amount: '=body.Reply.Charge.Amount.`#text`',
          currency: '=body.Reply.Charge.Amount._.currency',
        },
      },
      cancel: {
        path: '/void',
        encoding: 'xml',
        xml_root: 'Request',
        body: { _: { version: '2.0' }, Order: { _: { ref: '=request.reference' } } },
        response: 'xml',
        ok: "=body.Reply._.code = '00'",
        result: { status: '=body.Reply.Charge.State' },
      },
      refund: {
        path: '/refund',
        encoding: 'xml',
        xml_root: 'Request',
        body: {
          _: { version: '2.0' },
          Order: { _: { ref: '=request.reference' } },
          Refund: {
            _: { ref: '=request.refund_reference' },
            Amount: '=$minor(request.amount, request.currency, 2)',
          },
        },
        response: 'xml',
        ok: "=body.Reply._.code = '00'",
        result: {
          status: '=body.Reply.Refund.State',
          status_map: 'refund',
          gateway_refund_id: '=body.Reply.Refund._.ref',
        },
      },
    },
    statuses: { waiting: 'pending', settled: 'paid', void: 'cancelled' },
    status_maps: { refund: { processing: 'pending', done: 'succeeded' } },
    errors: [
      {
        when: "=body.Reply._.code in ['10', '11']",
        kind: 'unauthorized',
        message: '=body.Reply.Message',
        code: '=body.Reply._.code',
      },
      { when: "=body.Reply._.code = '14'", kind: 'not_found', message: '=body.Reply.Message' },
      { when: "=body.Reply._.code = '51'", kind: 'duplicate', message: '=body.Reply.Message' },
      {
        when: '=$exists(body.Reply._.code)',
        kind: 'invalid_request',
        message: '=body.Reply.Message',
        code: '=body.Reply._.code',
      },
    ],
    webhook: {
      signature: {
        scheme: 'hmac',
        key: '=credentials.secret',
        payload:
          "=$join($sort($keys(body))[$ != 'sign' and $lookup($$.body, $) != ''].($ & '=' & $lookup($$.body, $)), '&')",
        actual: '=body.sign',
      },
      match: [
        {
          when: "=body.kind = 'charge'",
          events: [
            {
              reference: '=body.order_ref',
              gateway_transaction_id: '=body.charge_id',
              status: '=body.state',
              amount: '=body.amount',
              currency: 'IDR',
            },
          ],
          event_id: '=body.notify_id',
        },
        {
          when: "=body.kind = 'refund'",
          events: [
            {
              type: 'refund',
              refund_reference: '=body.refund_ref',
              status: '=body.state',
              status_map: 'refund',
              amount: '=body.amount',
              currency: 'IDR',
            },
          ],
          event_id: '=body.notify_id',
        },
        { ignore: 'another kind of notification' },
      ],
      reply: {
        ok: {
          content_type: 'text/xml',
          body: { Notify: { _: { ref: '=body.order_ref' }, Result: 'ACCEPTED' } },
        },
        rejected: {
          status: 403,
          content_type: 'text/xml',
          body: { Notify: { Result: 'REFUSED' } },
        },
      },
    },
  }),
);

let hub: TestHub;
let gateway: XmlGateway;
let providerId: string;
beforeAll(async () => {
  [hub, gateway] = await Promise.all([startTestHub(), startXmlGateway()]);
  const {
    status,
    text: said,
    body,
  } = await hub.api.post('/api/v1/providers', {
    name: 'Made-up gateway',
    integration_type: 'payment',
    api_format: 'redirect_flow',
    connector: CONNECTOR,
    credentials: { merchant: MERCHANT, secret: SECRET },
    base_urls: { default: `${gateway.url}/gw` },
  });
  expect([status, said]).toEqual([201, said]);
  providerId = body.id;
});
afterAll(async () => {
  await hub.stop();
  await gateway.close();
});

const create = (body: Record<string, unknown> = {}) =>
  pay(hub, { provider_id: providerId, ...body });
const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
const until = (id: string, status: string) =>
  eventually(async () => (await payment(id)).status === status && payment(id));

describe('a gateway that exists in JSON alone', () => {
  it('takes a payment with items in its own units and gives the page of the guest', async () => {
    const { status, body } = await create({
      items: [
        { id: 'R-1', name: 'Kamar "Deluxe" <2 malam>', price: 50_000, quantity: 2 },
        { id: 'F-1', name: 'Sarapan & kopi', price: 50_000, quantity: 1 },
      ],
    });
    expect(status).toBe(201);
    const charge = gateway.charges.get(body.reference);
    expect(charge?.amount).toBe('15000000');
    expect(body).toMatchObject({
      status: 'pending',
      gateway_transaction_id: charge?.id,
      action: { type: 'redirect', url: `https://made-up.example/pay?id=${charge?.id ?? ''}&l=id` },
    });
  });

  it('takes one item as a list of one', async () => {
    const items = [{ id: 'R-1', name: 'Kamar', price: 150_000, quantity: 1 }];
    expect((await create({ items })).status).toBe(201);
  });

  it('goes from payment over notification and part refund to its end', async () => {
    const { body: created } = await create();
    const told = await gateway.pay(created.reference);
    expect(told).toMatchObject({ status: 200, contentType: 'text/xml' });
    expect(told.text).toContain(
      `<Notify ref="${created.reference}"><Result>ACCEPTED</Result></Notify>`,
    );
    await until(created.id, 'paid');

    const path = `/api/v1/payments/${created.id}`;
    const asked = await hub.api.post(
      `${path}/refunds`,
      { amount: 40_000, reason: 'batal satu malam' },
      { 'idempotency-key': randomUUID() },
    );
    expect(asked).toMatchObject({ status: 201, body: { status: 'pending', amount: 40_000 } });
    const refundRef = asked.body.gateway_refund_id;
    expect(gateway.charges.get(created.reference)?.refunds.get(refundRef)?.amount).toBe('4000000');
    expect((await payment(created.id)).refunded_amount).toBe(0);

    await gateway.endRefund(created.reference, refundRef);
    expect(await until(created.id, 'partially_refunded')).toMatchObject({
      refunded_amount: 40_000,
    });
  });

  it('is asked where a payment stands when its notification was lost', async () => {
    const { body: created } = await create();
    const charge = gateway.charges.get(created.reference);
    if (charge) charge.state = 'SETTLED';
    const { body } = await hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
    expect(body.status).toBe('paid');
  });

  it('is told to close a payment', async () => {
    const { body: created } = await create();
    const { body } = await hub.api.post(`/api/v1/payments/${created.id}/cancel`);
    expect(body.status).toBe('cancelled');
    expect(gateway.charges.get(created.reference)?.state).toBe('VOID');
  });

  it.each([
    ['a wrong signature', { sign: 'F'.repeat(64) }],
    ['no signature', { sign: '' }],
  ])('is refused, in its own words, with %s', async (_what, changes) => {
    const { body: created } = await create();
    const told = await gateway.pay(created.reference, changes);
    expect(told).toMatchObject({ status: 403, contentType: 'text/xml' });
    expect(told.text).toContain('<Notify><Result>REFUSED</Result></Notify>');
    expect((await payment(created.id)).status).toBe('pending');
  });

  it.each(['1500000.00', '15000001.00', '15000000.50', '15,000,000', 'banyak'])(
    'is not believed when it names the amount %s',
    async (amount) => {
      const { body: created } = await create();
      await gateway.pay(created.reference, { amount });
      const { items } = await eventually(async () => {
        const { body } = await hub.api.get(`/api/v1/payments/${created.id}/events`);
        return body.items.some((one: { type: string }) => one.type === 'amount_mismatch') && body;
      });
      expect(items[0].detail).toBeDefined();
      expect((await payment(created.id)).status).toBe('pending');
    },
  );

  it('says in the words of the gateway why it refuses under HTTP 200', async () => {
    const changed = await hub.api.patch(`/api/v1/providers/${providerId}`, {
      credentials: { secret: 'another-secret-not-real-0002' },
    });
    expect(changed.status).toBe(200);
    const { status, text: said } = await create();
    await hub.api.patch(`/api/v1/providers/${providerId}`, { credentials: { secret: SECRET } });
    expect(status).toBe(502);
    expect(said).toContain('Bad signature');
    expect(gateway.asked.at(-1)).toBe('/gw/charge 11');
  });
});
