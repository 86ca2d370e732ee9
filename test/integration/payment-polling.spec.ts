import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pay, type TestProvider } from '#test/support/payment-kit.js';
import { describeOnBothQueues, eventually } from '#test/support/test-hub.js';
import { type PaymentScene, startPaymentScene } from './payment-scene.js';

interface Case {
  readonly format: string;
  readonly preset: string;
  /** What a guest picks on a hosted page, in the vendor's word. */
  readonly chosen?: string;
}

const CASES: readonly Case[] = [
  { format: 'qris_dynamic', preset: 'midtrans-qris' },
  { format: 'qris_dynamic', preset: 'xendit-qris' },
  { format: 'va_static', preset: 'midtrans-va' },
  { format: 'va_static', preset: 'xendit-va' },
  { format: 'redirect_flow', preset: 'midtrans-snap', chosen: 'bca_va' },
  { format: 'redirect_flow', preset: 'xendit-session' },
];

/** While a worker looks, the moment of the next look lies so far ahead. */
const LEASE_MS = 120_000;

/** Each test has webhooks that are lost from the first one on. */
function describePolling(title: string, tests: (scene: () => PaymentScene) => void): void {
  describeOnBothQueues(title, (queue) => {
    let scene: PaymentScene;
    beforeAll(async () => {
      scene = await startPaymentScene({ queue });
      scene.midtrans.webhooks.behave({ drop: true });
      scene.xendit.webhooks.behave({ drop: true });
    });
    afterEach(() => {
      scene.midtrans.faults.clear();
      scene.xendit.faults.clear();
    });
    afterAll(() => scene.close());
    tests(() => scene);
  });
}

async function create(scene: PaymentScene, provider: TestProvider, body = {}) {
  const { body: created } = await pay(scene.hub, { provider_id: provider.id, ...body });
  expect(created.status).toBe('pending');
  return created;
}

/** As if the time until the next look had passed. */
const makeDue = (scene: PaymentScene, id: string) =>
  scene.hub.sql('UPDATE payments SET next_check_at = now() WHERE id = $1', [id]);

/** As if the payment's own time had been over for so long. */
const lapse = (scene: PaymentScene, id: string, minutes = 1) =>
  scene.hub.sql(
    `UPDATE payments SET expires_at = now() - make_interval(mins => $2), next_check_at = now() WHERE id = $1`,
    [id, minutes],
  );

const lastStep = async (scene: PaymentScene, id: string) => (await scene.history(id)).at(-1);

const checkOf = async (scene: PaymentScene, id: string) => {
  const [row] = await scene.hub.sql<{ next_check_at: Date | null; check_count: number }>(
    'SELECT next_check_at, check_count FROM payments WHERE id = $1',
    [id],
  );
  if (!row) throw new Error(`no payment ${id}`);
  return row;
};

/** Waits for the worker's look: the moment of the next one is in the future again. */
const looked = (scene: PaymentScene, id: string, count: number) =>
  eventually(async () => {
    const check = await checkOf(scene, id);
    const wait = (check.next_check_at?.getTime() ?? 0) - Date.now();
    return check.check_count >= count && Math.abs(wait - LEASE_MS) > 5_000 && check;
  });

describePolling('payments whose webhooks are lost', (scene) => {
  describe.each(CASES)('$format by $preset', ({ preset, chosen }) => {
    let provider: TestProvider;
    beforeAll(async () => {
      provider = await scene().add(preset);
    });
    const payAtVendor = (reference: string) =>
      scene()
        .simulatorOf(preset)
        .act('pay', { reference, ...(chosen !== undefined && { method: chosen }) });

    it('are found paid by asking', async () => {
      const created = await create(scene(), provider);
      payAtVendor(created.reference);
      await makeDue(scene(), created.id);
      const paid = await scene().until(created.id, 'paid');
      expect(paid.paid_at).not.toBeNull();
      expect(await lastStep(scene(), created.id)).toMatchObject({ to: 'paid', source: 'poll' });
      expect((await checkOf(scene(), created.id)).next_check_at).toBeNull();
    });

    it('are found paid at once when the PMS asks for a fresh answer', async () => {
      const created = await create(scene(), provider);
      payAtVendor(created.reference);
      expect((await scene().payment(created.id)).status).toBe('pending');
      const { body } = await scene().hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
      expect(body.status).toBe('paid');
      expect(await lastStep(scene(), created.id)).toMatchObject({ to: 'paid', source: 'api' });
    });

    it('end by the hub’s own time, and nobody can pay them any more', async () => {
      const created = await create(scene(), provider);
      await lapse(scene(), created.id);
      await scene().until(created.id, 'expired');
      expect(await lastStep(scene(), created.id)).toMatchObject({ to: 'expired' });
      expect((await checkOf(scene(), created.id)).next_check_at).toBeNull();
    });

    it('end when the vendor has let them run out without a word', async () => {
      const created = await create(scene(), provider);
      scene().simulatorOf(preset).act('expire', { reference: created.reference });
      await makeDue(scene(), created.id);
      await scene().until(created.id, 'expired');
    });

    it('that are over are asked about once more for a fresh answer', async () => {
      const created = await create(scene(), provider);
      payAtVendor(created.reference);
      await scene().hub.sql(
        "UPDATE payments SET status = 'expired', next_check_at = NULL WHERE id = $1",
        [created.id],
      );
      const { body } = await scene().hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
      expect(body.status).toBe('paid_late');
    });
  });
});

describePolling('the looks at an open payment', (scene) => {
  let qris: TestProvider;
  beforeAll(async () => {
    qris = await scene().add('midtrans-qris', { extra_config: { breaker: { failures: 100 } } });
  });

  it('grow apart', async () => {
    const created = await create(scene(), qris);
    const waits: number[] = [];
    for (const count of [1, 2, 3]) {
      await makeDue(scene(), created.id);
      const check = await looked(scene(), created.id, count);
      waits.push((check.next_check_at?.getTime() ?? 0) - Date.now());
    }
    const [first = 0, second = 0] = waits;
    expect(second).toBeGreaterThan(first);
  });

  it('go on while the vendor does not answer, and find the money then', async () => {
    const created = await create(scene(), qris);
    scene().midtrans.act('pay', { reference: created.reference });
    await scene().midtrans.fault({ mode: 'status', status: 503, operation: 'status' });
    await makeDue(scene(), created.id);
    const check = await looked(scene(), created.id, 1);
    expect(check.next_check_at).not.toBeNull();
    expect((await scene().payment(created.id)).status).toBe('pending');
    scene().midtrans.faults.clear();
    await makeDue(scene(), created.id);
    await scene().until(created.id, 'paid');
  });

  it('do not end a payment as long as a vendor that does not answer may have its money', async () => {
    const created = await create(scene(), qris);
    await scene().midtrans.fault({ mode: 'status', status: 503, operation: 'status' });
    await lapse(scene(), created.id, 10);
    await looked(scene(), created.id, 1);
    expect((await scene().payment(created.id)).status).toBe('pending');
  });

  it('end it all the same when the vendor has not answered for a day after its time', async () => {
    const created = await create(scene(), qris);
    scene().midtrans.act('pay', { reference: created.reference });
    await scene().midtrans.fault({ mode: 'status', status: 503, operation: 'status' });
    await lapse(scene(), created.id, 25 * 60);
    await scene().until(created.id, 'expired');
    scene().midtrans.faults.clear();
    const { body } = await scene().hub.api.get(`/api/v1/payments/${created.id}?refresh=true`);
    expect(body.status).toBe('paid_late');
  });
});
