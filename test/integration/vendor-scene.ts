/** A hub with one payment vendor on loopback, and the looks that its tests take again and again. */
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { HubAnswer } from '#test/support/hub-client.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

/** A guest with all that vendors demand. */
export const GUEST = {
  description: 'Deluxe, 1 malam',
  customer: {
    first_name: 'Budi',
    last_name: 'Santoso',
    email: 'budi@example.com',
    phone: '+6281234567890',
  },
  return_url: 'https://hotel.example/paid',
};

export interface VendorScene {
  readonly hub: TestHub;
  readonly vendor: Simulator;
  add(presetId: string, changes?: Readonly<Record<string, unknown>>): Promise<TestProvider>;
  /** A payment over Rp 150,000 of a guest who left every detail; throws when it is not created. */
  create(
    provider: TestProvider,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<HubAnswer['body']>;
  payment(id: string): Promise<HubAnswer['body']>;
  until(id: string, status: string): Promise<HubAnswer['body']>;
  /** How often the payment moved to a state. */
  moves(id: string, to: string): Promise<number>;
  /** What subscribers were told, oldest first. */
  told(id: string): Promise<string[]>;
  /** How the calls of the vendor to this provider ended, oldest first. */
  logs(provider: TestProvider): Promise<{ status: string; reason: string | null }[]>;
  /** Waits until webhooks are sent and worked through, or wait for another try. */
  settled(): Promise<void>;
  /** One look of the reconciler, at once. */
  reconcile(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function startVendorScene(start: () => Promise<Simulator>): Promise<VendorScene> {
  const [vendor, hub] = await Promise.all([start(), startTestHub()]);
  const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
  return {
    hub,
    vendor,
    payment,
    add: (presetId, changes = {}) => addProvider(hub, vendor, presetId, changes),
    async create(provider, body = {}) {
      const answer = await pay(hub, { provider_id: provider.id, ...GUEST, ...body });
      if (answer.status !== 201) throw new Error(`not created: ${answer.text}`);
      return answer.body;
    },
    until: (id, status) =>
      eventually(async () => {
        const seen = await payment(id);
        return seen.status === status && seen;
      }),
    async moves(id, to) {
      const { body } = await hub.api.get(`/api/v1/payments/${id}/events`);
      return body.items.filter((event: { to: string | null }) => event.to === to).length;
    },
    told: async (id) =>
      (
        await hub.sql<{ event: string }>(
          "SELECT event FROM domain_events WHERE data ->> 'payment_id' = $1 ORDER BY id",
          [id],
        )
      ).map(({ event }) => event),
    logs: (provider) =>
      hub.sql('SELECT status, reason FROM webhook_logs WHERE provider_id = $1 ORDER BY id', [
        provider.id,
      ]),
    async settled() {
      await vendor.webhooks.idle();
      await eventually(async () => {
        const [row] = await hub.sql<{ open: number }>(
          "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing') AND reason IS NULL",
        );
        return row?.open === 0;
      });
    },
    async reconcile(id) {
      await hub.hub.app.get(PaymentReconciler).check(id);
    },
    async close() {
      await hub.stop();
      await vendor.close();
    },
  };
}
