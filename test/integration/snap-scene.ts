/** A hub with banks of the national open-API standard, each with a provider of its own. */
import { expect } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { HotelAnswer } from '#test/simulators/snap-bank/bank-client.js';
import { startSnapSimulator } from '#test/simulators/snap-bank/snap-simulator.js';
import type { HubAnswer } from '#test/support/hub-client.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

export type Input = Readonly<Record<string, unknown>>;

const GUEST = { first_name: 'Budi', last_name: 'Santoso' };

/** One bank and the hotel's provider at it. */
export interface BankScene {
  readonly bank: Simulator;
  readonly provider: TestProvider;
  /** What the bank does to the hotel. */
  act(action: string, input?: Input): Promise<HotelAnswer>;
}

export interface SnapHub {
  readonly hub: TestHub;
  connect(presetId: string, config?: Input, changes?: Input): Promise<BankScene>;
  createVa(
    scene: BankScene,
    more?: Input,
  ): Promise<{ readonly id: string; readonly number: string; readonly created: HubAnswer }>;
  payment(id: string): Promise<HubAnswer['body']>;
  /** Waits until the payment is in the state. */
  until(id: string, status: string): Promise<HubAnswer['body']>;
  /** What subscribers were told of money. */
  paidEvents(id: string): Promise<unknown[]>;
  closeBanks(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSnapHub(): Promise<SnapHub> {
  const hub = await startTestHub();
  const banks: Simulator[] = [];
  const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
  return {
    hub,
    payment,
    async connect(presetId, config = {}, changes = {}) {
      const bank = await startSnapSimulator({ config });
      banks.push(bank);
      const provider = await addProvider(hub, bank, presetId, changes);
      bank.act('config', { webhook_url: provider.webhook_url });
      const act = (action: string, input: Input = {}) =>
        bank.act(action, input) as Promise<HotelAnswer>;
      return { bank, provider, act };
    },
    async createVa({ provider }, more = {}) {
      const body = { provider_id: provider.id, customer: GUEST, description: 'Kamar 101', ...more };
      const created = await pay(hub, body);
      if (created.status !== 201) throw new Error(`no payment: ${created.text}`);
      return { id: created.body.id, number: created.body.action.number, created };
    },
    until: (id, status) =>
      eventually(async () => {
        const seen = await payment(id);
        return seen.status === status && seen;
      }),
    paidEvents: (id) =>
      hub.sql(
        "SELECT FROM domain_events WHERE event = 'payment.received' AND data->>'payment_id' = $1",
        [id],
      ),
    async closeBanks() {
      for (const bank of banks.splice(0)) await bank.close();
    },
    stop: () => hub.stop(),
  };
}

/** The standard wants the HTTP status repeated in front of the code. */
export function expectCode(answer: HotelAnswer, code: string): void {
  expect(answer.body.responseCode).toBe(code);
  expect(answer.status).toBe(Number(code.slice(0, 3)));
  expect(answer.headers['content-type']).toContain('application/json');
}
