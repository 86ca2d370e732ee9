import { afterAll, describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { ExpressionEngine } from '../expressions/expression-engine.js';
import { interpretWebhook, type Interpretation } from './interpret.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

type Webhook = NonNullable<ConnectorInput['webhook']>;

interface Sample {
  readonly webhook: Omit<Webhook, 'signature'>;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly rest?: Omit<ConnectorInput, 'webhook'>;
}

function interpret({ webhook, body, headers = {}, rest = {} }: Sample): Promise<Interpretation> {
  const connector = connectorSchema.parse({
    ...rest,
    webhook: { signature: { scheme: 'none' }, ...webhook },
  });
  return interpretWebhook(engine, {
    connector,
    credentials: { secret: new Secret('hidden') },
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
        method: 'POST',
        url: 'https://hub.test/w',
        headers: { 'content-type': 'application/json', ...headers },
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
        receivedAt: new Date('2026-11-20T08:00:00Z'),
      },
    },
  });
}

describe('interpretWebhook', () => {
  const payment = {
    match: [
      { when: '=$exists(body.ping)', ignore: 'a ping' },
      {
        when: "=body.event = 'payment'",
        events: [
          {
            type: 'payment',
            reference: '=body.ref',
            status: '=body.status',
            amount: '=body.amount',
            currency: 'IDR',
          },
        ],
        event_id: '=headers.`webhook-id`',
        occurred_at: "=$parseTime(body.at, 'WIB')",
      },
      { when: "=body.event = 'refund'", events: [{ type: 'refund' }], confirm: 'none' as const },
    ],
    confirm: 'status' as const,
  };
  const rest = { statuses: { settlement: 'paid' } };

  it('translates status, amount and time of the first rule that matches', async () => {
    const body = {
      event: 'payment',
      ref: 'R-1',
      status: 'SETTLEMENT',
      amount: '275000.00',
      at: '2026-11-20 14:59:00',
    };
    expect(
      await interpret({ webhook: payment, rest, body, headers: { 'webhook-id': 'evt_1' } }),
    ).toEqual({
      kind: 'events',
      confirm: 'status',
      events: [
        {
          id: 'evt_1',
          occurred_at: '2026-11-20T07:59:00.000Z',
          type: 'payment',
          reference: 'R-1',
          status: 'paid',
          vendor_status: 'SETTLEMENT',
          amount: 275_000,
          currency: 'IDR',
        },
      ],
    });
  });

  it('lets a rule override whether the vendor is asked first', async () => {
    expect(await interpret({ webhook: payment, body: { event: 'refund' } })).toMatchObject({
      confirm: 'none',
    });
  });

  it.each([
    ['names why it ignores', { ping: 1 }, 'a ping'],
    ['says that no rule matches', { event: 'other' }, 'no rule of the connector matches this call'],
    [
      'reads no rule into a body that is no JSON',
      'rubbish',
      'no rule of the connector matches this call',
    ],
    ['reads no rule into an empty body', '', 'no rule of the connector matches this call'],
  ])('%s', async (_what, body, reason) => {
    expect(await interpret({ webhook: payment, body })).toEqual({ kind: 'ignored', reason });
  });

  it('gives each event of one call an id of its own', async () => {
    const webhook = {
      match: [{ events: '=[body.items.{"n": n, "id": own}]', event_id: '=body.batch' }],
    };
    const body = { batch: 'b7', items: [{ n: 1 }, { n: 2, own: 'mine' }, { n: 3 }] };
    expect(await interpret({ webhook, body })).toMatchObject({
      events: [
        { n: 1, id: 'b7#0' },
        { n: 2, id: 'mine' },
        { n: 3, id: 'b7#2' },
      ],
    });
  });

  it('lets the event id see the event', async () => {
    const webhook = {
      match: [{ events: '=[body.{"mail": $}]', event_id: "=$lookup(event, 'mail') & '-x'" }],
    };
    expect(await interpret({ webhook, body: ['a', 'b'] })).toMatchObject({
      events: [{ id: 'a-x#0' }, { id: 'b-x#1' }],
    });
  });

  it('leaves the id open where the vendor sends none', async () => {
    const outcome = await interpret({ webhook: { match: [{ events: [{ a: 1 }] }] }, body: {} });
    expect(outcome).toEqual({
      kind: 'events',
      confirm: 'none',
      events: [{ a: 1, id: undefined, occurred_at: undefined }],
    });
  });

  it('takes a list without events for nothing to do', async () => {
    const webhook = { match: [{ events: '=[body.items[type = "x"].{"a": 1}]' }] };
    expect(await interpret({ webhook, body: { items: [] } })).toEqual({
      kind: 'ignored',
      reason: 'the call holds no event',
    });
  });

  it.each([
    [1_795_000_000, '2026-11-18T11:06:40.000Z'],
    ['1795000000000', '2026-11-18T11:06:40.000Z'],
    ['2020-10-21T13:59:14.536400713Z', '2020-10-21T13:59:14.536Z'],
    ['some day', undefined],
  ])('reads the time %s as %s', async (at, iso) => {
    const webhook = { match: [{ events: [{ occurred_at: '=body.at' }] }] };
    expect(await interpret({ webhook, body: { at } })).toMatchObject({
      events: [{ occurred_at: iso }],
    });
  });

  it('warns of an amount it can not read instead of guessing', async () => {
    const webhook = { match: [{ events: [{ amount: '=body.amount', currency: 'IDR' }] }] };
    const outcome = await interpret({ webhook, body: { amount: 'Rp 5.000' } });
    expect(outcome).toMatchObject({ events: [{ warnings: [expect.stringContaining('amount')] }] });
    expect(outcome).not.toHaveProperty('events.0.amount');
  });

  it('reads minor units where only this webhook writes them', async () => {
    const money = { notation: 'minor' as const, exponents: { IDR: 2 } };
    const webhook = { match: [{ events: [{ amount: '=body.amount', currency: 'IDR' }], money }] };
    expect(await interpret({ webhook, body: { amount: 15_000_000 } })).toMatchObject({
      events: [{ amount: 150_000 }],
    });
  });

  it('shows no secret to rules', async () => {
    const webhook = { match: [{ events: [{ leak: '=credentials.secret' }] }] };
    expect(JSON.stringify(await interpret({ webhook, body: {} }))).not.toContain('hidden');
  });

  it('reads JSON that is sent as plain text, and forms', async () => {
    const webhook = { match: [{ events: [{ a: '=body.a', pairs: '=$count(form)' }] }] };
    const text = await interpret({
      webhook,
      body: '{"a":"1"}',
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
    });
    const form = await interpret({
      webhook,
      body: 'a=1+2&b=&b=3',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(text).toMatchObject({ events: [{ a: '1' }] });
    expect(form).toMatchObject({ events: [{ a: '1 2', pairs: 3 }] });
  });
});
