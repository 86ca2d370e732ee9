import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConnector } from '#connectors/connector-check.js';
import { checkCredentials } from '#connectors/credential-check.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import type { PresetProviderOptions } from '#test/support/preset-provider.js';
import { startStripeWorld, type StripeWorld } from '#test/support/stripe-world.js';

const FILES = ['stripe-checkout', 'stripe-embed', 'stripe-card', 'stripe-subscription'];
const CARD = { token: 'pm_card_visa' };

let world: StripeWorld;
beforeAll(async () => {
  world = await startStripeWorld();
});
afterEach(async () => {
  await world.rest();
  world.stripe.act('config', { forbidden_operations: [] });
});
afterAll(() => world.close());

function connect(file: string, options: PresetProviderOptions = {}) {
  const provider = world.connect(file, options);
  return {
    ...provider,
    get port() {
      return world.port(provider);
    },
  };
}

const sent = (operation: string) => world.stripe.journal.list({ operation }).at(-1);

describe.each(FILES)('the preset %s', (file) => {
  it('has a connector that can run and names its methods', () => {
    const { preset, engine, target } = connect(file);
    expect(checkConnector(engine, target.connector)).toEqual([]);
    expect(preset.preset_id).toBe(file);
    expect(preset.supported_methods).toEqual(Object.keys(preset.connector.methods));
    expect(preset.setup.id).toHaveLength(preset.setup.en.length);
  });

  it('tests its connection by the balance, in the mode of its environment', async () => {
    const good = await connect(file).runner.execute('test', {});
    expect(good.result).toMatchObject({
      verdict: 'ok',
      identity: expect.stringContaining('test mode'),
    });
    const bad = connect(file, { credentials: { secret_key: 'sk_test_someother0000001' } });
    await expect(bad.runner.execute('test', {})).rejects.toMatchObject({ kind: 'unauthorized' });
    const live = connect(file, { environment: 'production' });
    await expect(live.runner.execute('test', {})).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('test mode while the environment is production'),
    });
  });

  it('says which permission a restricted key lacks', async () => {
    world.stripe.act('config', { forbidden_operations: ['get_balance'] });
    const { runner } = connect(file, {
      credentials: { secret_key: 'rk_test_simulator000000000000000001' },
    });
    await expect(runner.execute('test', {})).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('Balance: Read'),
    });
  });
});

describe('a create whose answer is lost', () => {
  const CASES = [
    ['stripe-checkout', 'create_session', {}],
    ['stripe-embed', 'create_payment_intent', {}],
    ['stripe-card', 'create_payment_intent', CARD],
  ] as const;

  it.each(CASES)('is found again by %s, and made once', async (file, operation, more) => {
    const { port } = connect(file);
    const request = aPayment(more);
    await world.stripe.fault({ operation, mode: 'cut_after', times: 1 });
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    const found = await port.find({ ...queryOf(request), createdAt: new Date() });
    const repeated = await port.create(request);
    expect(found.gatewayTransactionId).toBe(repeated.gatewayTransactionId);
    expect(found.status).toBe(repeated.status);
    if (file !== 'stripe-card') expect(found.action).toEqual(repeated.action);
  });

  it.each(CASES)(
    'is known to be absent by %s when it never arrived',
    async (file, operation, more) => {
      const { port } = connect(file);
      const request = aPayment(more);
      await world.stripe.fault({ operation, mode: 'cut_before', times: 1 });
      await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
      await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
    },
  );

  it.each(CASES)(
    'is not given to somebody else by %s after an error of the vendor',
    async (file, operation, more) => {
      const { port } = connect(file);
      await world.stripe.fault({ operation, mode: 'status', status: 500, times: 1 });
      await expect(port.create(aPayment(more))).rejects.toMatchObject({ kind: 'ambiguous' });
    },
  );

  it('stays in doubt when the list is too long and the search does not know it yet', async () => {
    const { port } = connect('stripe-embed');
    for (let count = 0; count < 101; count += 1) await port.create(aPayment());
    await expect(port.find(queryOf(aPayment()))).rejects.toMatchObject({ kind: 'ambiguous' });
  });
});

describe('amounts', () => {
  it.each([
    ['IDR', 150_000, '15000000'],
    ['USD', 1050, '1050'],
    ['JPY', 5000, '5000'],
    ['KWD', 5120, '5120'],
    ['ISK', 500, '50000'],
  ])('in %s go out and come back exactly', async (currency, amount, written) => {
    const { port } = connect('stripe-embed');
    const request = aPayment({ currency, amount });
    const created = await port.create(request);
    expect(String(sent('create_payment_intent')?.body)).toMatch(
      new RegExp(`(^|&)amount=${written}(&|$)`),
    );
    world.stripe.act('pay', { reference: request.reference });
    expect(await port.status(queryOf(request, created))).toMatchObject({
      status: 'paid',
      amount,
      currency,
    });
  });

  it('with three decimals must end in 0, known before the vendor is asked', async () => {
    const { port } = connect('stripe-embed');
    await expect(port.create(aPayment({ currency: 'KWD', amount: 5124 }))).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field: 'amount' }],
    });
    expect(world.stripe.journal.count()).toBe(0);
  });

  it.each([
    ['too small', 100],
    ['too large', 99_999_999_999],
  ])('that are %s name the field', async (_what, amount) => {
    const { port } = connect('stripe-checkout');
    const refused = port.create(aPayment({ amount }));
    await expect(refused).rejects.toMatchObject({
      kind: 'invalid_request',
      errors: [{ field: 'amount' }],
    });
  });
});

describe('errors', () => {
  it.each([
    [429, 'rate_limited'],
    [409, 'rate_limited'],
    [403, 'unauthorized'],
    [401, 'unauthorized'],
    [424, 'ambiguous'],
    [503, 'ambiguous'],
  ])('HTTP %i is %s', async (status, kind) => {
    await world.stripe.fault({
      operation: 'create_payment_intent',
      mode: 'status',
      status,
      times: 1,
    });
    await expect(connect('stripe-embed').port.create(aPayment())).rejects.toMatchObject({ kind });
  });

  it('a key that was used for another request is a duplicate', async () => {
    const { port } = connect('stripe-embed');
    const request = aPayment();
    await port.create(request);
    await expect(port.create({ ...request, amount: 300_000 })).rejects.toMatchObject({
      kind: 'duplicate',
    });
  });
});

describe('a key of the wrong environment', () => {
  it.each([
    ['stripe-checkout', 'secret_key', 'production', 'sk_test_abcdefgh'],
    ['stripe-checkout', 'secret_key', 'production', 'rk_test_abcdefgh'],
    ['stripe-checkout', 'secret_key', 'sandbox', 'sk_live_abcdefgh'],
    ['stripe-subscription', 'secret_key', 'sandbox', 'pk_test_abcdefgh'],
    ['stripe-card', 'secret_key', 'sandbox', 'whsec_abcdefgh'],
    ['stripe-embed', 'publishable_key', 'sandbox', 'pk_live_abcdefgh'],
    ['stripe-embed', 'publishable_key', 'sandbox', 'sk_test_abcdefgh'],
    ['stripe-embed', 'webhook_secret', 'sandbox', 'secret-of-another'],
  ] as const)('is noticed by %s for %s in %s', async (file, key, environment, value) => {
    const { engine, target } = connect(file, { environment, credentials: { [key]: value } });
    const findings = await checkCredentials(engine, target.connector, target);
    expect(findings.filter(({ field }) => field === key)).toMatchObject([
      { field: key, severity: 'error' },
    ]);
  });

  it('is not seen where there is none', async () => {
    const { engine, target } = connect('stripe-embed');
    expect(await checkCredentials(engine, target.connector, target)).toEqual([]);
  });
});
