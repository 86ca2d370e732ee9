/** A hub with both payment vendors on loopback, and the looks that payment tests take again and again. */
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import { RefundReconciler } from '#categories/payment/refund-reconciler.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import type { HubAnswer } from '#test/support/hub-client.js';
import { addProvider, type TestProvider } from '#test/support/payment-kit.js';
import {
  eventually,
  startTestHub,
  type TestHub,
  type TestHubOptions,
} from '#test/support/test-hub.js';

export interface PaymentScene {
  readonly hub: TestHub;
  readonly midtrans: Simulator;
  readonly xendit: Simulator;
  /** A provider on the simulator of its vendor; the account-wide webhook URL is set to the newest one. */
  add(presetId: string, changes?: Readonly<Record<string, unknown>>): Promise<TestProvider>;
  simulatorOf(presetId: string): Simulator;
  payment(id: string): Promise<HubAnswer['body']>;
  /** History, oldest first. */
  history(id: string): Promise<HubAnswer['body'][]>;
  /** Waits until the payment is in the state. */
  until(id: string, status: string): Promise<HubAnswer['body']>;
  /** Waits until the payment has an event of the type. */
  untilEvent(id: string, type: string): Promise<HubAnswer['body']>;
  /** Waits until webhooks are sent and worked through. */
  settled(): Promise<void>;
  /** One look of the reconciler, at once. */
  reconcile(id: string): Promise<void>;
  reconcileRefund(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function startPaymentScene(options: TestHubOptions = {}): Promise<PaymentScene> {
  const [midtrans, xendit, hub] = await Promise.all([
    startMidtransSimulator(),
    startXenditSimulator(),
    startTestHub(options),
  ]);
  const simulatorOf = (presetId: string) => (presetId.startsWith('midtrans') ? midtrans : xendit);
  const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
  const history = async (id: string) =>
    (await hub.api.get(`/api/v1/payments/${id}/events`)).body.items.reverse();
  return {
    hub,
    midtrans,
    xendit,
    simulatorOf,
    payment,
    history,
    async add(presetId, changes = {}) {
      const provider = await addProvider(hub, simulatorOf(presetId), presetId, changes);
      if (presetId.startsWith('xendit')) {
        xendit.act('config', { webhook_url: provider.webhook_url });
      }
      return provider;
    },
    until: (id, status) =>
      eventually(async () => {
        const seen = await payment(id);
        return seen.status === status && seen;
      }),
    untilEvent: (id, type) =>
      eventually(async () =>
        (await history(id)).find((event: { type: string }) => event.type === type),
      ),
    async settled() {
      await Promise.all([midtrans.webhooks.idle(), xendit.webhooks.idle()]);
      await eventually(async () => {
        const [row] = await hub.sql<{ open: number }>(
          "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing')",
        );
        return row?.open === 0;
      });
    },
    async reconcile(id) {
      await hub.hub.app.get(PaymentReconciler).check(id);
    },
    reconcileRefund: (id) => hub.hub.app.get(RefundReconciler).check(id),
    async close() {
      await hub.stop();
      await Promise.all([midtrans.close(), xendit.close()]);
    },
  };
}
