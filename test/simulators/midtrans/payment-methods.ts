/** What each way of paying adds to a transaction: its numbers, links and time to live. */
import { createHash } from 'node:crypto';
import { qrisPayload } from '#test/simulators/kit/qris-payload.js';
import type { ChargeRequest } from '#test/simulators/midtrans/midtrans-requests.js';

export interface MethodSetup {
  readonly paymentType: string;
  readonly lifetimeMs: number;
  /** Fields that every telling of the payment repeats. */
  readonly details: Record<string, unknown>;
  /** Fields of the charge answer alone. */
  readonly once: Record<string, unknown>;
}

interface Place {
  readonly origin: string;
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OVO_LIFETIME_MS = 65_000;

/** The bank prefixes are made up, the lengths are not. */
const VA_PREFIX: Readonly<Record<string, { prefix: string; length: number }>> = {
  bca: { prefix: '81278', length: 11 },
  bni: { prefix: '98801', length: 8 },
  bri: { prefix: '12208', length: 13 },
  cimb: { prefix: '81230', length: 12 },
  danamon: { prefix: '81231', length: 11 },
  bsi: { prefix: '81232', length: 11 },
};

export function qris(place: Place, acquirer: string): MethodSetup {
  const content = {
    amount: place.amount,
    merchantName: 'SIMULATOR HOTEL',
    city: 'JAKARTA',
    reference: place.orderId,
  };
  return {
    paymentType: 'qris',
    lifetimeMs: 15 * MINUTE,
    details: { acquirer },
    once: {
      actions: [action('generate-qr-code', 'GET', `${place.origin}/v2/qris/${place.id}/qr-code`)],
      qr_string: qrisPayload(content),
    },
  };
}

export function bankTransfer(place: Place, bank: string, wanted?: string): MethodSetup {
  const details: Record<string, unknown> =
    bank === 'permata'
      ? { permata_va_number: wanted ?? `850${digitsOf(place.id, 13)}` }
      : { va_numbers: [{ bank, va_number: vaNumber(place, bank, wanted) }], payment_amounts: [] };
  return { paymentType: 'bank_transfer', lifetimeMs: DAY, details, once: {} };
}

/** Mandiri bill payment; a wished key that is short is padded. */
export function mandiriBill(place: Place, wanted?: string): MethodSetup {
  return {
    paymentType: 'echannel',
    lifetimeMs: DAY,
    details: { biller_code: '70012', bill_key: wanted ?? digitsOf(place.id, 12) },
    once: {},
  };
}

export function gopay(place: Place): MethodSetup {
  const { origin, id } = place;
  return {
    paymentType: 'gopay',
    lifetimeMs: 15 * MINUTE,
    details: {},
    once: {
      actions: [
        action('generate-qr-code', 'GET', `${origin}/v2/gopay/${id}/qr-code`),
        action('deeplink-redirect', 'GET', `${origin}/pages/wallet/${id}`),
        action('get-status', 'GET', `${origin}/v2/${id}/status`),
        action('cancel', 'POST', `${origin}/v2/${id}/cancel`),
      ],
    },
  };
}

export function shopeepay(place: Place): MethodSetup {
  return {
    paymentType: 'shopeepay',
    lifetimeMs: 15 * MINUTE,
    details: {},
    once: {
      actions: [action('deeplink-redirect', 'GET', `${place.origin}/pages/wallet/${place.id}`)],
    },
  };
}

/** A push to the guest's phone: nothing to open, little time. */
export function ovo(): MethodSetup {
  return { paymentType: 'ovo', lifetimeMs: OVO_LIFETIME_MS, details: {}, once: {} };
}

/** Offered on the hosted page only. */
export function dana(): MethodSetup {
  return { paymentType: 'dana', lifetimeMs: 15 * MINUTE, details: {}, once: {} };
}

export function card(maskedCard: string): MethodSetup {
  return {
    paymentType: 'credit_card',
    lifetimeMs: 15 * MINUTE,
    details: { masked_card: maskedCard, card_type: 'credit', bank: 'bni' },
    once: {},
  };
}

/** The setup of a Core charge that is no card. */
export function setupOf(
  request: Exclude<ChargeRequest, { payment_type: 'credit_card' }>,
  place: Place,
): MethodSetup {
  switch (request.payment_type) {
    case 'qris':
      return qris(place, request.qris?.acquirer ?? 'gopay');
    case 'bank_transfer':
      return bankTransfer(place, request.bank_transfer.bank, request.bank_transfer.va_number);
    case 'permata':
      return bankTransfer(place, 'permata');
    case 'echannel':
      return mandiriBill(place, request.echannel.bill_key);
    case 'gopay':
      return gopay(place);
    case 'shopeepay':
      return shopeepay(place);
    case 'ovo':
      return ovo();
  }
}

/** The setup behind a code of the hosted page, such as `bca_va`. */
export function snapSetup(code: string, place: Place): MethodSetup {
  if (code === 'credit_card') return card('48111111-1114');
  if (code === 'other_qris') return qris(place, 'gopay');
  if (code === 'gopay') return gopay(place);
  if (code === 'shopeepay') return shopeepay(place);
  if (code === 'ovo') return ovo();
  if (code === 'dana') return dana();
  if (code === 'echannel') return mandiriBill(place);
  const bank = code.replace(/_va$/, '');
  if (bank === 'permata' || bank in VA_PREFIX) return bankTransfer(place, bank);
  throw new Error(`the simulated hosted page does not offer "${code}"`);
}

function vaNumber(place: Place, bank: string, wanted?: string): string {
  const { prefix, length } = VA_PREFIX[bank] ?? { prefix: '81299', length: 11 };
  return prefix + (wanted?.padStart(length, '0') ?? digitsOf(place.id, length));
}

function action(
  name: string,
  method: string,
  url: string,
): { name: string; method: string; url: string } {
  return { name, method, url };
}

/** Digits that follow from the id, so that a repeated look gives the same number. */
function digitsOf(id: string, count: number): string {
  const hash = createHash('sha256').update(id).digest();
  return Array.from({ length: count }, (_, index) => String((hash[index] ?? 0) % 10)).join('');
}
