/** What stands behind a bank's calls: tokens, numbers, the log. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentNumberRepository } from '#categories/payment/inbound/payment-number.repository.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { AccessTokens } from '#webhooks/access-tokens.js';
import { addProvider, pay } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';
import { type BankScene, expectCode, type SnapHub, startSnapHub } from './snap-scene.js';

const RUPIAH = '150000.00';

let snap: SnapHub;
let hub: TestHub;
beforeAll(async () => {
  snap = await startSnapHub();
  ({ hub } = snap);
});
afterEach(() => snap.closeBanks());
afterAll(() => snap.stop());

const connect: SnapHub['connect'] = (...args) => snap.connect(...args);
const createVa: SnapHub['createVa'] = (...args) => snap.createVa(...args);
const paidEvents = (id: string) => snap.paidEvents(id);

describe('access tokens that the hub gives out', () => {
  const providerOf = ({ provider }: BankScene) => {
    const found = hub.hub.app.get(ProviderRegistry).find(provider.id);
    if (!found) throw new Error('no such provider');
    return found;
  };
  const issue = (scene: BankScene, at: Date) =>
    hub.hub.app.get(AccessTokens).issue(providerOf(scene), 900, at).token;

  it('are refused once their fifteen minutes are over', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const old = issue(scene, new Date(Date.now() - 901_000));
    expectCode(await scene.act('inquiry', { va_number: number, token: old }), '4012401');
    const good = issue(scene, new Date(Date.now() - 600_000));
    expectCode(await scene.act('inquiry', { va_number: number, token: good }), '2002400');
  });

  it('are good for the provider that they were given to, and no other', async () => {
    const scene = await connect('snap-va-bca');
    const other = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const token = issue(other, new Date());
    expectCode(await scene.act('inquiry', { va_number: number, token }), '4012401');
  });

  it('are good at every process of the hub, also after a restart', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const { body } = await scene.act('token');
    const second = await startTestHub({
      databaseUrl: hub.databaseUrl,
      env: { KUNCI_PUBLIC_URL: hub.url },
    });
    const moved = scene.provider.webhook_url.replace(hub.url, second.url);
    scene.bank.act('config', { webhook_url: moved });
    const token = body.accessToken as string;
    const answer = await scene.act('inquiry', { va_number: number, token });
    await second.stop();
    expectCode(answer, '2002400');
  });

  it.each([
    ['with a wrong signature', { signature: 'd3Jvbmc=' }, '4017300'],
    ['for a client that is none', { client_key: 'somebody-else' }, '4017300'],
    ['without a client', { without: ['x-client-key'] }, '4007302'],
    ['at a time of another form', { timestamp: 'now' }, '4007301'],
  ])('are not given to who asks %s', async (_how, wrong, code) => {
    const scene = await connect('snap-va-bca');
    expectCode(await scene.act('token', wrong), code);
  });

  it('leave no trace in the webhook log', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    const { body } = await scene.act('token');
    await scene.act('inquiry', { va_number: number });
    const rows = await hub.sql<{ all: string }>(
      `SELECT w::text || encode(body, 'escape') AS all FROM webhook_logs w WHERE provider_id = $1`,
      [scene.provider.id],
    );
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => row.all).join()).not.toContain(body.accessToken);
  });
});

describe('numbers', () => {
  it('differ for open payments, and an error says when all are taken', async () => {
    const scene = await connect('snap-va-bca', {}, { extra_config: { customer_no_length: 4 } });
    const created = await Promise.all(Array.from({ length: 40 }, () => createVa(scene)));
    const numbers = created.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(40);
    await hub.sql(
      `INSERT INTO payment_numbers (scope, number, payment_id)
       SELECT 'sandbox:' || $1::text, n::text, gen_random_uuid() FROM generate_series(1000, 9999) n
       ON CONFLICT DO NOTHING`,
      [scene.bank.credentials['partner_service_id']],
    );
    const none = await pay(hub, { provider_id: scene.provider.id });
    expect(none.status).toBe(503);
    expect(none.body.message).toContain('no free numbers');
  });
});

describe('a number that was used', () => {
  async function usedBy(age: string, status: string) {
    const scene = await connect('snap-va-bca');
    const { id, number } = await createVa(scene);
    await hub.sql(
      `UPDATE payments SET status = $2, next_check_at = NULL, updated_at = now() - $3::interval WHERE id = $1`,
      [id, status, age],
    );
    await hub.sql(
      `UPDATE payment_numbers SET claimed_at = now() - $2::interval WHERE payment_id = $1`,
      [id, age],
    );
    return { scene, number };
  }

  it.each([
    ['40 days', 'expired', true],
    ['40 days', 'pending', false],
    ['3 days', 'expired', false],
  ])('%s ago by a payment that is %s is given out again: %s', async (age, status, isGivenOut) => {
    const { scene, number } = await usedBy(age, status);
    const repository = hub.hub.app.get(PaymentNumberRepository);
    const prefix = scene.bank.credentials['partner_service_id'] ?? '';
    const claim = {
      scope: `sandbox:${prefix}`,
      number: number.slice(prefix.length),
      paymentId: '0190a000-0000-7000-8000-000000000001',
    };
    expect(await repository.claim(claim)).toBe(false);
    expect(await repository.takeOver(claim)).toBe(isGivenOut);
  });
});

describe('the log of what a bank asked', () => {
  it('has a row for each call, stored before it was judged', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    await scene.act('inquiry', { va_number: number });
    await scene.act('inquiry', { va_number: number, signature: 'd3Jvbmc=' });
    await scene.act('inquiry', { va_number: number, fields: { inquiryRequestId: null } });
    await scene.act('payment', { va_number: number, amount: RUPIAH });
    const rows = await hub.sql(
      'SELECT route, status, reason FROM webhook_logs WHERE provider_id = $1 ORDER BY received_at, id',
      [scene.provider.id],
    );
    expect(rows).toEqual([
      { route: '/v1.0/access-token/b2b', status: 'processed', reason: 'answered with 200' },
      { route: '/v1.0/transfer-va/inquiry', status: 'processed', reason: 'answered with 200' },
      {
        route: '/v1.0/transfer-va/inquiry',
        status: 'rejected',
        reason: expect.stringContaining('signature'),
      },
      { route: '/v1.0/transfer-va/inquiry', status: 'ignored', reason: 'turned away with 400' },
      { route: '/v1.0/transfer-va/payment', status: 'processed', reason: 'answered with 200' },
    ]);
  });

  it('pays nothing a second time when a row is processed again', async () => {
    const scene = await connect('snap-va-bca');
    const { id, number } = await createVa(scene);
    await scene.act('payment', { va_number: number, amount: RUPIAH });
    const [row] = await hub.sql<{ id: string }>(
      "SELECT id FROM webhook_logs WHERE provider_id = $1 AND route LIKE '%/payment'",
      [scene.provider.id],
    );
    const replayed = await hub.api.post(`/api/v1/webhook-logs/${row?.id ?? ''}/replay`, {});
    expect(replayed.status).toBeLessThan(300);
    await eventually(async () => {
      const log = await hub.api.get(`/api/v1/webhook-logs/${row?.id ?? ''}`);
      return log.body.status === 'ignored';
    });
    expect(await paidEvents(id)).toHaveLength(1);
  });
});

describe('two banks that know one key of the hotel', () => {
  it('are not taken for one: neither sees nor pays the bills of the other', async () => {
    const config = { signature: 'asymmetric', own_signature: 'asymmetric' };
    const extra = { signature: 'asymmetric', inbound_signature: 'asymmetric' };
    const keyless = (scene: BankScene) => {
      const { client_id, private_key, bank_public_key, channel_id, partner_service_id } =
        scene.bank.credentials;
      const credentials = {
        client_id,
        private_key,
        bank_public_key,
        channel_id,
        partner_service_id,
      };
      return { extra_config: extra, credentials };
    };
    const first = await connect('snap-va-bca', config);
    const second = await connect('snap-va-permata', config);
    const asked = await addProvider(hub, first.bank, 'snap-va-bca', keyless(first));
    const owner = await addProvider(hub, second.bank, 'snap-va-permata', keyless(second));
    first.bank.act('config', { webhook_url: asked.webhook_url });
    const { id, created } = await createVa({ ...second, provider: owner });
    const prefix = first.bank.credentials['partner_service_id'] ?? '';
    const answer = await first.act('payment', {
      va_number: `${prefix}123456789012`,
      amount: RUPIAH,
      fields: { trxId: created.body.reference },
    });
    expectCode(answer, '4042512');
    expect((await snap.payment(id)).status).toBe('pending');
  });
});

describe('a provider that is switched off', () => {
  it('answers no bank', async () => {
    const scene = await connect('snap-va-bca');
    const { number } = await createVa(scene);
    await scene.act('token');
    await hub.api.patch(`/api/v1/providers/${scene.provider.id}`, { is_active: false });
    expect((await scene.act('inquiry', { va_number: number })).status).toBe(410);
  });
});
