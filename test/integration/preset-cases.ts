/** How each preset is tried from the first form to the last refund: its vendor, its guest, its forger. */
import { readdirSync } from 'node:fs';
import { startDokuSimulator } from '#test/simulators/doku/doku-simulator.js';
import { startFaspaySimulator } from '#test/simulators/faspay/faspay-simulator.js';
import { startIpaymuSimulator } from '#test/simulators/ipaymu/ipaymu-simulator.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startSnapSimulator } from '#test/simulators/snap-bank/snap-simulator.js';
import { startStripeSimulator } from '#test/simulators/stripe/stripe-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';

export interface Vendor {
  start(): Promise<Simulator>;
  /** Whether one address is set in the vendor's dashboard, rather than sent with each payment. */
  readonly hasOneAddress: boolean;
  /** Where a webhook carries its signature: a header, or a field of its JSON body. */
  readonly signature: { readonly header: string } | { readonly field: string };
}

export interface PresetCase {
  readonly vendor: Vendor;
  /** What `action.type` must be. */
  readonly action: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  /** A token as the guest's browser would get it. */
  readonly token?: (vendor: Simulator) => string;
  /** Further words for the simulator's `pay`. */
  readonly pay?: Readonly<Record<string, unknown>>;
  /** What the vendor does before it gives money back. */
  readonly beforeRefund?: string;
  /** A bank that calls the hub and waits for its answer, or a subscription: they have ways of their own. */
  readonly way?: 'bank' | 'subscription';
  /** What a cancel is answered with; 200 unless the vendor can't close it at once. */
  readonly cancel?: number;
}

function vendor(
  start: () => Promise<Simulator>,
  signature: Vendor['signature'],
  hasOneAddress = true,
): Vendor {
  return { start, signature, hasOneAddress };
}

const midtrans = vendor(startMidtransSimulator, { field: 'signature_key' }, false);
const xendit = vendor(startXenditSimulator, { header: 'x-callback-token' });
const doku = vendor(startDokuSimulator, { header: 'signature' });
const ipaymu = vendor(startIpaymuSimulator, { header: 'x-signature' }, false);
const faspay = vendor(startFaspaySimulator, { field: 'signature' });
const stripe = vendor(startStripeSimulator, { header: 'stripe-signature' });
const bank = vendor(() => startSnapSimulator({ config: { own_signature: 'asymmetric' } }), {
  header: 'x-signature',
});
const bankOfNumbers = vendor(startSnapSimulator, { header: 'x-signature' });

const cardOf = (vendor: Simulator) => (vendor.act('card_token') as { token_id: string }).token_id;
const tokenOf = (vendor: Simulator) =>
  (vendor.act('payment_token') as { payment_token_id: string }).payment_token_id;

const va = (body: Readonly<Record<string, unknown>>) => ({ action: 'virtual_account', body });
const bankVa = { vendor: bankOfNumbers, action: 'virtual_account', way: 'bank' } as const;

const snapPage = { vendor: midtrans, pay: { method: 'credit_card' }, beforeRefund: 'settle' };

/** By the name of the file in `presets/payment`. */
export const PRESET_CASES: Readonly<Record<string, PresetCase>> = {
  // Cards alone can be given back there.
  'doku-checkout': { vendor: doku, action: 'redirect', pay: { method: 'CREDIT_CARD' } },
  'doku-qris': { vendor: doku, action: 'qr' },
  'doku-va': { vendor: doku, ...va({ method: 'bca_va' }) },
  'faspay-va': { vendor: faspay, ...va({ method: 'bca_va' }) },
  // Nobody knows the page's transaction before its first notification.
  'faspay-xpress': { vendor: faspay, action: 'redirect', cancel: 409 },
  'ipaymu-qris': { vendor: ipaymu, action: 'qr' },
  'ipaymu-redirect': { vendor: ipaymu, action: 'redirect' },
  'ipaymu-va': { vendor: ipaymu, ...va({ method: 'bca_va' }) },
  'midtrans-card': {
    vendor: midtrans,
    action: 'redirect',
    token: cardOf,
    beforeRefund: 'settle',
  },
  'midtrans-ewallet': { vendor: midtrans, action: 'deeplink' },
  'midtrans-qris': { vendor: midtrans, action: 'qr' },
  'midtrans-snap': { ...snapPage, action: 'redirect' },
  'midtrans-snap-embed': { ...snapPage, action: 'client_token' },
  'midtrans-va': { vendor: midtrans, ...va({ method: 'mandiri_va' }) },
  'snap-qris': { vendor: bank, action: 'qr' },
  'snap-va-bca': bankVa,
  'snap-va-bni': bankVa,
  'snap-va-bri': bankVa,
  'snap-va-mandiri': bankVa,
  'snap-va-permata': bankVa,
  'stripe-card': {
    vendor: stripe,
    action: 'redirect',
    token: () => 'pm_card_threeDSecure2Required',
  },
  'stripe-checkout': { vendor: stripe, action: 'redirect' },
  'stripe-embed': { vendor: stripe, action: 'client_token' },
  'stripe-subscription': { vendor: stripe, action: 'redirect', way: 'subscription' },
  'xendit-card': { vendor: xendit, action: 'redirect', token: tokenOf },
  'xendit-components': {
    vendor: xendit,
    action: 'client_token',
    extra: { script_url: 'https://hotel.example/payment.js' },
    pay: { method: 'CARDS' },
  },
  'xendit-ewallet': { vendor: xendit, action: 'redirect' },
  'xendit-invoice': { vendor: xendit, action: 'redirect' },
  'xendit-qris': { vendor: xendit, action: 'qr' },
  'xendit-session': { vendor: xendit, action: 'redirect', pay: { method: 'CARDS' } },
  'xendit-va': { vendor: xendit, ...va({ method: 'bni_va' }) },
};

/** Tried by a test of its own: it names no vendor, so there is nothing to simulate. */
export const EMPTY_PRESETS: readonly string[] = ['custom-payment'];

/** Every preset there is, by file name. */
export function presetFiles(): string[] {
  return readdirSync(new URL('../../presets/payment/', import.meta.url))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''));
}
