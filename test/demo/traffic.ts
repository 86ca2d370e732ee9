import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { HubClient } from '#test/support/hub-client.js';
import type { DemoProvider } from '#test/demo/furnish.js';

interface Booking {
  readonly label: string;
  readonly guest: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly isPaid: boolean;
}

const BOOKINGS: readonly Booking[] = [
  {
    label: 'QRIS',
    guest: 'Budi',
    request: { feature: 'payment.qris', amount: 275_000 },
    isPaid: true,
  },
  {
    label: 'VA BCA',
    guest: 'Sari',
    request: { feature: 'payment.virtual_account', method: 'bca_va', amount: 1_250_000 },
    isPaid: true,
  },
  {
    label: 'Page',
    guest: 'Wayan',
    request: { feature: 'payment.page', amount: 640_000 },
    isPaid: false,
  },
  {
    label: 'QRIS',
    guest: 'Ketut',
    request: { feature: 'payment.qris', amount: 85_000 },
    isPaid: false,
  },
  {
    label: 'GoPay',
    guest: 'Made',
    request: { feature: 'payment.e_wallet', method: 'gopay', amount: 150_000 },
    isPaid: false,
  },
];

/** A few bookings are paid, some stay open; answers where the open ones can be seen. */
export async function makeTraffic(
  api: HubClient,
  simulators: readonly [Simulator, Simulator],
  providers: readonly DemoProvider[],
): Promise<{ label: string; link: string }[]> {
  const open: { label: string; link: string }[] = [];
  for (const [i, { label, guest, request, isPaid }] of BOOKINGS.entries()) {
    const body = {
      order_id: `DEMO-${Date.now().toString(36)}-${i + 1}`,
      currency: 'IDR',
      description: 'Kamar Deluxe, 1 malam',
      customer: {
        first_name: guest,
        email: `${guest.toLowerCase()}@tamu.example`,
        phone: '081234567890',
      },
      return_url: 'https://hotel.example/terima-kasih',
      ...request,
    };
    const {
      status,
      body: payment,
      text,
    } = await api.post('/api/v1/payments', body, { 'idempotency-key': randomUUID() });
    if (status !== 201) throw new Error(`${label}: ${text}`);
    const vendor = providers.find((provider) => provider.id === payment.provider.id)?.vendor;
    const simulator = simulators.find(({ name }) => name === vendor);
    if (isPaid) simulator?.act('pay', { reference: payment.reference });
    else {
      open.push({
        label: `${label}, ${guest}`,
        link: payment.action.qr_image_url ?? payment.action.url ?? '',
      });
    }
  }
  await delay(500);
  return open;
}
