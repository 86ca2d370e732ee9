import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually } from '#test/support/test-hub.js';
import { startStripeScene, type StripeScene } from './stripe-scene.js';

let scene: StripeScene;
let club: TestProvider;
let card: TestProvider;
beforeAll(async () => {
  scene = await startStripeScene();
  card = await scene.add('stripe-card');
  club = await scene.add('stripe-subscription');
  await mapFeature(scene.hub, 'payment.subscription', [club]);
});
afterEach(() => {
  scene.stripe.faults.clear();
  scene.stripe.webhooks.behave({});
});
afterAll(() => scene.close());

const BODY = {
  provider_id: '',
  order_id: 'CLUB-7',
  amount: 150_000,
  currency: 'IDR',
  interval: 'month',
  description: 'Club membership',
  customer: { first_name: 'Budi', email: 'budi@example.com' },
  return_url: 'https://hotel.example/club',
};
const CARD = { token: 'pm_card_visa' };

const subscribe = (body: Record<string, unknown> = {}, key: string = randomUUID()) =>
  scene.hub.api.post(
    '/api/v1/payments/subscriptions',
    { ...BODY, provider_id: club.id, ...body },
    { 'idempotency-key': key },
  );
const cancel = (id: string, body: Record<string, unknown> = {}) =>
  scene.hub.api.post(`/api/v1/payments/subscriptions/${id}/cancel`, body);
const until = (id: string, status: string) => scene.until(`subscriptions/${id}`, status);
const told = (id: string) => scene.told('subscription_id', id);
const untilTold = (id: string, event: string) =>
  eventually(async () => (await told(id)).includes(event));
const atVendor = (reference: string) =>
  (
    scene.stripe.state() as { subscriptions: { metadata: { hub_ref?: string } }[] }
  ).subscriptions.filter(({ metadata }) => metadata.hub_ref === reference);

describe('a subscription on a hosted page', () => {
  it('waits for the guest, runs its trial, and is told once', async () => {
    scene.stripe.webhooks.behave({ repeat: 1, reorder: true });
    const created = await subscribe({ trial_days: 14 });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      status: 'incomplete',
      interval: 'month',
      trial_days: 14,
      action: { type: 'redirect', url: expect.stringMatching(/^http/) },
      provider: { id: club.id },
    });
    scene.stripe.act('pay', { reference: created.body.reference });
    scene.stripe.webhooks.flush();
    const running = await until(created.body.id, 'trialing');
    expect(running.gateway_subscription_id).toMatch(/^sub_/);
    expect(Date.parse(running.trial_ends_at)).toBeGreaterThan(Date.now());
    expect(running.current_period_end).toBe(running.trial_ends_at);
    await scene.settled();
    expect(await told(created.body.id)).toEqual(['subscription.created']);
  });

  it('ends when the guest never came', async () => {
    const { body } = await subscribe();
    scene.stripe.act('expire', { reference: body.reference });
    await until(body.id, 'cancelled');
    await scene.settled();
    expect(await told(body.id)).toEqual(['subscription.cancelled']);
  });

  it('is closed by the PMS before anybody paid', async () => {
    const { body } = await subscribe();
    expect((await cancel(body.id)).body).toMatchObject({ status: 'cancelled' });
    expect(() => scene.stripe.act('pay', { reference: body.reference })).toThrow('expired');
  });
});

describe('a subscription by card token', () => {
  it('is active at once, by the mapped feature', async () => {
    const { status, body } = await subscribe({
      provider_id: undefined,
      feature: 'payment.subscription',
      ...CARD,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'active',
      action: { type: 'none' },
      feature: 'payment.subscription',
      gateway_subscription_id: expect.stringMatching(/^sub_/),
    });
    await scene.settled();
    expect(await told(body.id)).toEqual(['subscription.created']);
  });

  it('is made once for one key, also by requests at the same time', async () => {
    const key = randomUUID();
    const answers = await Promise.all([subscribe(CARD, key), subscribe(CARD, key)]);
    const again = await subscribe(CARD, key);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(again.body).toEqual(answers[0].body);
    expect(atVendor(again.body.reference)).toHaveLength(1);
    expect((await subscribe({ ...CARD, amount: 160_000 }, key)).status).toBe(409);
  });

  it('is declined with 402, nothing runs at the vendor, and the key answers the same', async () => {
    const key = randomUUID();
    const declined = { token: 'pm_card_visa_chargeDeclined', order_id: 'DECLINED-CLUB' };
    const first = await subscribe(declined, key);
    const again = await subscribe(declined, key);
    expect([first.status, again.status]).toEqual([402, 402]);
    const { items } = await scene.get('subscriptions?order_id=DECLINED-CLUB');
    expect(items).toMatchObject([{ status: 'failed', failure: { kind: 'declined' } }]);
    expect(atVendor(items[0].reference)).toEqual([]);
  });
});

describe('the life of a subscription', () => {
  async function active() {
    const { body } = await subscribe(CARD);
    await scene.settled();
    return body as { id: string; reference: string; current_period_end: string };
  }

  it('is renewed, each period told once', async () => {
    const before = await active();
    scene.stripe.webhooks.behave({ repeat: 2 });
    scene.stripe.act('renew', { reference: before.reference });
    scene.stripe.act('renew', { reference: before.reference });
    await eventually(async () => (await told(before.id)).length === 3);
    await scene.settled();
    expect(await told(before.id)).toEqual([
      'subscription.created',
      'subscription.renewed',
      'subscription.renewed',
    ]);
    const now = await scene.get(`subscriptions/${before.id}`);
    expect(Date.parse(now.current_period_end)).toBeGreaterThan(
      Date.parse(before.current_period_end),
    );
  });

  it('is past due while a charge fails, each try told once, and active again after one that pays', async () => {
    const { id, reference } = await active();
    scene.stripe.act('renew', { reference, card: 'pm_card_visa_chargeDeclined' });
    await until(id, 'past_due');
    scene.stripe.act('retry', { reference, card: 'pm_card_visa_chargeDeclined' });
    await scene.settled();
    scene.stripe.act('retry', { reference, card: 'pm_card_visa' });
    await until(id, 'active');
    await untilTold(id, 'subscription.renewed');
    await scene.settled();
    expect((await told(id)).sort()).toEqual([
      'subscription.created',
      'subscription.payment_failed',
      'subscription.payment_failed',
      'subscription.renewed',
    ]);
  });

  it('runs to the end of the paid period when that is asked, and no further', async () => {
    const { id, reference } = await active();
    const planned = await cancel(id, { at_period_end: true });
    expect(planned.body).toMatchObject({ status: 'active', cancel_at_period_end: true });
    scene.stripe.act('renew', { reference });
    await until(id, 'cancelled');
    await scene.settled();
    expect(await told(id)).toEqual(['subscription.created', 'subscription.cancelled']);
    expect((await cancel(id)).body.status).toBe('cancelled');
  });

  it('ends at once, also when the webhooks come late and in the wrong order', async () => {
    const { id, reference } = await active();
    scene.stripe.webhooks.behave({ reorder: true });
    scene.stripe.act('renew', { reference });
    const ended = await cancel(id);
    expect(ended.body).toMatchObject({ status: 'cancelled' });
    expect(ended.body.cancelled_at).not.toBeNull();
    scene.stripe.webhooks.flush();
    await scene.settled();
    expect((await scene.get(`subscriptions/${id}`)).status).toBe('cancelled');
  });

  it('catches up by asking when webhooks are lost', async () => {
    const { id, reference } = await active();
    scene.stripe.webhooks.behave({ drop: true });
    scene.stripe.act('renew', { reference, card: 'pm_card_visa_chargeDeclined' });
    const seen = await scene.get(`subscriptions/${id}?refresh=true`);
    expect(seen.status).toBe('past_due');
    expect(await told(id)).toEqual(['subscription.created', 'subscription.payment_failed']);
  });

  it('is not mistaken for a single payment of ours', async () => {
    const { reference } = await active();
    scene.stripe.act('renew', { reference });
    await scene.settled();
    const [row] = await scene.hub.sql<{ count: number }>(
      "SELECT count(*)::int AS count FROM webhook_logs WHERE status IN ('failed', 'rejected')",
    );
    expect(row?.count).toBe(0);
  });

  it('has a history with its sources', async () => {
    const { id, reference } = await active();
    scene.stripe.act('renew', { reference });
    await untilTold(id, 'subscription.renewed');
    const { items } = await scene.get(`subscriptions/${id}/events`);
    expect(items.map(({ type, source }: any) => [type, source]).reverse()).toEqual([
      ['status', 'api'],
      ['renewed', 'webhook'],
    ]);
  });
});

describe('a start whose answer is lost', () => {
  it.each([
    ['a page', {}, 'create_session', 'incomplete'],
    ['a card', CARD, 'create_subscription', 'active'],
  ] as const)(
    'with %s is in doubt, then found, and was made once',
    async (_what, more, operation, status) => {
      scene.stripe.webhooks.behave({ drop: true });
      await scene.stripe.fault({ operation, mode: 'cut_after', times: 1 });
      const key = randomUUID();
      const created = await subscribe(more, key);
      expect(created.status).toBe(202);
      expect(created.body.status).toBe('pending_confirmation');
      await scene.reconcileSubscription(created.body.id);
      const found = await scene.get(`subscriptions/${created.body.id}`);
      expect(found.status).toBe(status);
      if (status === 'incomplete') expect(found.action.type).toBe('redirect');
      if (status === 'active') expect(atVendor(found.reference)).toHaveLength(1);
      expect((await subscribe(more, key)).status).toBe(202);
    },
  );

  it('is found by the webhook as well', async () => {
    await scene.stripe.fault({ operation: 'create_subscription', mode: 'cut_after', times: 1 });
    const { body } = await subscribe(CARD);
    await until(body.id, 'active');
  });

  it('that never arrived has failed once the vendor has denied it for a while', async () => {
    await scene.stripe.fault({ operation: 'create_session', mode: 'cut_before', times: 1 });
    const { body } = await subscribe();
    expect(body.status).toBe('pending_confirmation');
    await scene.hub.sql('UPDATE subscriptions SET check_count = 5 WHERE id = $1', [body.id]);
    await scene.reconcileSubscription(body.id);
    expect((await scene.get(`subscriptions/${body.id}`)).status).toBe('failed');
  });

  it('because the process died is looked after, and the key gives its answer', async () => {
    const key = randomUUID();
    const { body } = await subscribe(CARD, key);
    await scene.settled();
    await scene.hub.sql(
      `UPDATE idempotency_keys SET response_status = NULL, response = NULL, created_at = now() - interval '1 minute'
       WHERE key = $1`,
      [key],
    );
    await scene.hub.sql(
      `UPDATE subscriptions SET status = 'created', gateway_subscription_id = NULL, refs = '{}', started_at = NULL,
              observed_at = NULL, created_at = created_at - interval '1 minute', next_check_at = now() WHERE id = $1`,
      [body.id],
    );
    await until(body.id, 'active');
    const again = await subscribe(CARD, key);
    expect(again.status).toBe(201);
    expect(again.body.id).toBe(body.id);
  });

  it('because the vendor is away may be sent again with the same key', async () => {
    await scene.stripe.fault({
      operation: 'create_session',
      mode: 'status',
      status: 429,
      times: 1,
    });
    const key = randomUUID();
    expect((await subscribe({}, key)).status).toBe(503);
    expect((await subscribe({}, key)).status).toBe(201);
  });
});

describe('what can not be subscribed', () => {
  it.each([
    ['an unknown interval', { interval: 'decade' }, 'interval'],
    ['no amount', { amount: 0 }, 'amount'],
    ['an unknown currency', { currency: 'XXQ' }, 'currency'],
    ['a trial below nothing', { trial_days: -1 }, 'trial_days'],
    ['a field that does not exist', { trail_days: 3 }, 'trail_days'],
  ])('names %s', async (_what, body, field) => {
    const answer = await subscribe(body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body.errors)).toContain(field);
  });

  it('is refused without a key, and by a provider of single payments, and the reverse', async () => {
    const bare = await scene.hub.api.post('/api/v1/payments/subscriptions', {
      ...BODY,
      provider_id: club.id,
    });
    expect(bare.body.errors).toMatchObject([{ field: 'Idempotency-Key' }]);
    const wrong = await subscribe({ provider_id: card.id });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors).toMatchObject([{ field: 'provider_id', code: 'unsupported' }]);
    const single = await pay(scene.hub, { provider_id: club.id });
    expect(single.status).toBe(422);
    expect(single.body.message).toContain('subscriptions');
  });

  it('does not exist for a stranger', async () => {
    expect((await cancel(randomUUID())).status).toBe(404);
    const answer = await scene.hub.api.get('/api/v1/payments/subscriptions/not-an-id');
    expect(answer.status).toBe(422);
  });
});

describe('subscribers', () => {
  it('find the events in the catalogue', async () => {
    const { items } = (await scene.hub.api.get('/api/v1/event-types')).body;
    const names = items.map(({ event }: any) => event);
    expect(names).toEqual(
      expect.arrayContaining([
        'subscription.created',
        'subscription.renewed',
        'subscription.payment_failed',
        'subscription.cancelled',
      ]),
    );
  });
});
