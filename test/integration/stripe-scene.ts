/** A hub with one vendor on loopback, and the looks that its tests take again and again. */
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import { SubscriptionReconciler } from '#categories/payment/subscriptions/subscription-reconciler.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startStripeSimulator } from '#test/simulators/stripe/stripe-simulator.js';
import type { HubAnswer } from '#test/support/hub-client.js';
import { addProvider, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

export interface StripeScene {
  readonly hub: TestHub;
  readonly stripe: Simulator;
  /** A provider on the simulator; the vendor's one endpoint is that of the newest. */
  add(presetId: string, changes?: Readonly<Record<string, unknown>>): Promise<TestProvider>;
  /** @param path below `/api/v1/payments/` */
  get(path: string): Promise<HubAnswer['body']>;
  /** Waits until the payment or subscription at the path is in the state. */
  until(path: string, status: string): Promise<HubAnswer['body']>;
  /** Waits until webhooks are sent and worked through. */
  settled(): Promise<void>;
  /** What subscribers were told of a thing, oldest first. */
  told(key: 'payment_id' | 'subscription_id', id: string): Promise<string[]>;
  /** One look of the reconciler at a payment, at once. */
  reconcile(id: string): Promise<void>;
  reconcileSubscription(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function startStripeScene(): Promise<StripeScene> {
  const [stripe, hub] = await Promise.all([startStripeSimulator(), startTestHub()]);
  const get = async (path: string) => (await hub.api.get(`/api/v1/payments/${path}`)).body;
  return {
    hub,
    stripe,
    get,
    async add(presetId, changes = {}) {
      const provider = await addProvider(hub, stripe, presetId, changes);
      stripe.act('config', { webhook_url: provider.webhook_url });
      return provider;
    },
    until: (path, status) =>
      eventually(async () => {
        const seen = await get(path);
        return seen.status === status && seen;
      }),
    async settled() {
      await stripe.webhooks.idle();
      await eventually(async () => {
        const [row] = await hub.sql<{ open: number }>(
          "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing')",
        );
        return row?.open === 0;
      });
    },
    async told(key, id) {
      const rows = await hub.sql<{ event: string }>(
        'SELECT event FROM domain_events WHERE data ->> $1 = $2 ORDER BY id',
        [key, id],
      );
      return rows.map(({ event }) => event);
    },
    async reconcile(id) {
      await hub.hub.app.get(PaymentReconciler).check(id);
    },
    async reconcileSubscription(id) {
      await hub.hub.app.get(SubscriptionReconciler).check(id);
    },
    async close() {
      await hub.stop();
      await stripe.close();
    },
  };
}
