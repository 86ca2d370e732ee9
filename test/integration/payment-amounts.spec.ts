import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import { addProvider, pay } from '#test/support/payment-kit.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

/** Presets whose guest can send less than was asked; the webhook is lost, so only the status call can tell. */
const OPEN_AMOUNTS = [
  'midtrans-va',
  'xendit-va',
  'xendit-qris',
  'xendit-ewallet',
  'xendit-session',
  'xendit-components',
  'xendit-invoice',
];

describe('a payment over less than was asked, its webhook lost', () => {
  let hub: TestHub;
  let simulators: Record<'midtrans' | 'xendit', Simulator>;

  beforeAll(async () => {
    simulators = { midtrans: await startMidtransSimulator(), xendit: await startXenditSimulator() };
    hub = await startTestHub();
  });

  afterAll(async () => {
    await hub.stop();
    for (const simulator of Object.values(simulators)) await simulator.close();
  });

  it.each(OPEN_AMOUNTS)('is not taken for paid: %s', async (preset) => {
    const simulator = simulators[preset.startsWith('midtrans') ? 'midtrans' : 'xendit'];
    const provider = await addProvider(hub, simulator, preset);
    simulator.webhooks.behave({ drop: true });
    const { body: payment } = await pay(hub, {
      provider_id: provider.id,
      customer: { first_name: 'Budi', email: 'budi@tamu.example', phone: '081234567890' },
      return_url: 'https://hotel.example/ok',
    });
    simulator.act('pay', { reference: payment.reference, amount: 1 });

    const { body: seen } = await hub.api.get(`/api/v1/payments/${payment.id}?refresh=true`);
    expect(seen.status).toBe('pending');
    const { body: events } = await hub.api.get(`/api/v1/payments/${payment.id}/events`);
    expect(events.items.map((event: { type: string }) => event.type)).toContain('amount_mismatch');
  });
});
