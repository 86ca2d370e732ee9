import { afterAll, describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { connectorSchema, type Connector, type ConnectorInput } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { answerHandshake } from './handshake.js';
import { okReply, rejectedReply, type ReplyRequest } from './reply.js';
import { findRoute, routeQuestion, routeReply } from './routes.js';
import type { WebhookRoute } from './webhook.schemas.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

type Webhook = Omit<NonNullable<ConnectorInput['webhook']>, 'signature'>;

function aConnector(webhook: Webhook): Connector {
  return connectorSchema.parse({ webhook: { signature: { scheme: 'none' }, ...webhook } });
}

function aRequest(
  webhook: Webhook,
  { body = '{}', method = 'POST', query = '', type = 'application/json', extra = {} } = {},
): ReplyRequest {
  return {
    connector: aConnector(webhook),
    credentials: { verify_token: new Secret('let-me-in') },
    extra,
    scope: {
      provider: {
        id: 'p',
        slug: 's',
        name: 'T',
        environment: 'sandbox',
        webhook_url: 'https://hub.test/w',
        extra: {},
      },
      call: {
        method,
        url: `https://hub.test/w${query}`,
        headers: { 'content-type': type },
        body: Buffer.from(body),
        receivedAt: new Date('2026-11-20T08:00:00Z'),
      },
    },
  };
}

describe('replies', () => {
  it('answers 200 and 401 where the connector says nothing', async () => {
    expect(await okReply(engine, aRequest({}))).toMatchObject({
      status: 200,
      body: '{"received":true}',
    });
    expect(await rejectedReply(engine, aRequest({}))).toMatchObject({ status: 401 });
  });

  it('sends a text as it is', async () => {
    const reply = { ok: { content_type: 'text/plain', body: 'OK\r\n' } };
    expect(await okReply(engine, aRequest({ reply }))).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'OK\r\n',
    });
  });

  it('quotes the request in JSON and in headers', async () => {
    const reply = {
      ok: {
        body: { response: 'Payment Notification', trx_id: '=body.trx_id', none: '=body.none' },
        headers: { 'X-Echo': '=body.trx_id' },
      },
    };
    expect(await okReply(engine, aRequest({ reply }, { body: '{"trx_id":"31"}' }))).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-echo': '31' },
      body: '{"response":"Payment Notification","trx_id":"31"}',
    });
  });

  it('writes XML where the content type says so', async () => {
    const reply = {
      ok: {
        content_type: 'text/xml',
        body: { notification: { trx_id: '=body.notification.trx_id' } },
      },
    };
    const request = aRequest(
      { reply },
      { body: '<notification><trx_id>31</trx_id></notification>', type: 'text/xml' },
    );
    expect((await okReply(engine, request)).body).toContain(
      '<notification><trx_id>31</trx_id></notification>',
    );
  });

  it('answers in the format of the call where the connector has one reply for each', async () => {
    const reply: Webhook['reply'] = {
      ok: [
        {
          when: '=$exists(body.note)',
          content_type: 'text/xml',
          body: { note: { id: '=body.note.id', code: '00' } },
        },
        { body: { id: '=body.id', code: '00' } },
      ],
    };
    const xml = aRequest({ reply }, { body: '<note><id>R&D 1</id></note>', type: 'text/xml' });
    expect((await okReply(engine, xml)).body).toMatch(
      /<note><id>R&amp;D 1<\/id><code>00<\/code><\/note>$/,
    );
    expect(await okReply(engine, aRequest({ reply }, { body: '{"id":"1"}' }))).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"id":"1","code":"00"}',
    });
  });

  it('refuses in the protocol of the vendor, with 401 unless told otherwise', async () => {
    const reply = { rejected: { body: { responseCode: '4015200' } } };
    expect(await rejectedReply(engine, aRequest({ reply }))).toMatchObject({
      status: 401,
      body: '{"responseCode":"4015200"}',
    });
    const other = { rejected: { status: 200, body: 'no' } };
    expect(await rejectedReply(engine, aRequest({ reply: other }))).toMatchObject({
      status: 200,
      body: 'no',
    });
  });

  it('never shows a secret', async () => {
    const reply = { ok: { body: { leak: '=credentials.verify_token' } } };
    expect((await okReply(engine, aRequest({ reply }))).body).toBe('{}');
  });
});

describe('handshakes', () => {
  const handshake = {
    accept: '=query.`hub.verify_token` = credentials.verify_token',
    reply: { content_type: 'text/plain', body: '=query.`hub.challenge`' },
  };

  it('answers the challenge of a GET with the right token', async () => {
    const query = '?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=let-me-in';
    expect(
      await answerHandshake(engine, aRequest({ handshake }, { method: 'GET', query })),
    ).toEqual({
      accepted: true,
      reply: { status: 200, headers: { 'content-type': 'text/plain' }, body: '1158201444' },
    });
  });

  it('refuses a wrong token with 403', async () => {
    const query = '?hub.challenge=1&hub.verify_token=guess';
    const answer = await answerHandshake(engine, aRequest({ handshake }, { method: 'GET', query }));
    expect(answer).toMatchObject({ accepted: false, reply: { status: 403 } });
  });

  it('leaves an ordinary POST alone', async () => {
    expect(await answerHandshake(engine, aRequest({ handshake }))).toBeUndefined();
    expect(await answerHandshake(engine, aRequest({}, { method: 'GET' }))).toBeUndefined();
  });

  it('names the URL that confirms a subscription', async () => {
    const confirm = {
      when: "=body.Type = 'SubscriptionConfirmation'",
      visit: '=body.SubscribeURL',
      reply: {},
    };
    const body = '{"Type":"SubscriptionConfirmation","SubscribeURL":"https://sns.test/?x=1"}';
    const answer = await answerHandshake(
      engine,
      aRequest({ handshake: [handshake, confirm] }, { body, type: 'text/plain' }),
    );
    expect(answer).toMatchObject({ accepted: true, visit: 'https://sns.test/?x=1' });
  });
});

describe('routes', () => {
  const webhook: Webhook = {
    routes: [
      {
        path: '/v1.0/transfer-va/inquiry',
        ask: { question: 'open_payment', with: { number: '=$trim(body.virtualAccountNo)' } },
        replies: [
          { when: '=$exists(found)', body: { responseCode: '2002400', name: '=found.name' } },
          { status: 404, body: { responseCode: '4042412' } },
        ],
      },
      { method: 'GET', path: '/ping', replies: [{ body: 'pong' }] },
    ],
  };

  function route(method: string, path: string): WebhookRoute | undefined {
    const defined = aConnector(webhook).webhook;
    return defined && findRoute(defined, method, path);
  }

  it.each([
    ['POST', '/v1.0/transfer-va/inquiry', true],
    ['POST', 'v1.0/transfer-va/inquiry/', true],
    ['GET', '/v1.0/transfer-va/inquiry', false],
    ['POST', '/v1.0/transfer-va', false],
    ['GET', '/ping', true],
  ])('finds %s %s: %s', (method, path, found) => {
    expect(route(method, path) !== undefined).toBe(found);
  });

  it('asks the category and answers with what it found', async () => {
    const inquiry = route('POST', '/v1.0/transfer-va/inquiry');
    if (!inquiry) throw new Error('route is missing');
    const body = '{"virtualAccountNo":"    1899000012"}';
    expect(await routeQuestion(engine, inquiry, aRequest(webhook, { body }))).toEqual({
      question: 'open_payment',
      with: { number: '1899000012' },
    });
    expect(
      await routeReply(
        engine,
        inquiry,
        aRequest(webhook, { body, extra: { found: { name: 'Budi' } } }),
      ),
    ).toMatchObject({
      status: 200,
      body: '{"responseCode":"2002400","name":"Budi"}',
    });
    expect(await routeReply(engine, inquiry, aRequest(webhook, { body }))).toMatchObject({
      status: 404,
    });
  });
});
