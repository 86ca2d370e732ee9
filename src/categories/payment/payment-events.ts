/** What subscribers are told of payments and of money that goes back. */
import { z } from 'zod';
import type { EventType } from '#events/catalogue/event-type.js';

const payment = z.looseObject({
  payment_id: z.string(),
  order_id: z.string(),
  status: z.string(),
  amount: z.int(),
  currency: z.string(),
});
const paymentWithSums = payment.extend({
  received_amount: z.int(),
  refunded_amount: z.int(),
  method: z.string().nullable(),
  provider_id: z.string(),
  gateway_transaction_id: z.string().nullable(),
});
const remark = payment.extend({ detail: z.looseObject({}) });

const sample = {
  payment_id: '019a8f00-0000-7000-8000-000000000010',
  order_id: 'RES-1001',
  status: 'paid',
  amount: 150_000,
  currency: 'IDR',
};
const sampleWithSums = {
  ...sample,
  received_amount: 150_000,
  refunded_amount: 0,
  method: 'qris',
  provider_id: '019a8f00-0000-7000-8000-000000000002',
  gateway_transaction_id: 'trx-1',
};

type Words = EventType['description'];

function change(event: string, status: string, description: Words): EventType {
  return {
    event: `payment.${event}`,
    description,
    schema: paymentWithSums,
    sample: { ...sampleWithSums, status },
  };
}

function look(
  event: string,
  description: Words,
  detail: Readonly<Record<string, unknown>>,
): EventType {
  return {
    event: `payment.${event}`,
    description,
    schema: remark,
    sample: { ...sample, detail: { provider_id: sampleWithSums.provider_id, ...detail } },
  };
}

const CHANGES: readonly EventType[] = [
  change('authorized', 'authorized', {
    id: 'Dana kartu ditahan dan belum diambil.',
    en: "A card's money is held and not taken yet.",
  }),
  change('received', 'paid', { id: 'Pembayaran diterima.', en: 'A payment came in.' }),
  change('received_late', 'paid_late', {
    id: 'Uang masuk setelah pembayaran berakhir dan menunggu keputusan Anda.',
    en: 'Money came after the payment had ended; it waits for your decision.',
  }),
  change('failed', 'failed', { id: 'Pembayaran gagal.', en: 'A payment failed.' }),
  change('expired', 'expired', {
    id: 'Waktu pembayaran habis.',
    en: 'Nobody paid in time.',
  }),
  change('cancelled', 'cancelled', {
    id: 'Pembayaran dibatalkan.',
    en: 'A payment was cancelled.',
  }),
  change('refunded', 'refunded', {
    id: 'Uang dikembalikan, seluruhnya atau sebagian.',
    en: 'Money went back, all or a part.',
  }),
];

const DECISIONS: readonly EventType[] = [
  {
    event: 'payment.late_decided',
    description: {
      id: 'Sudah diputuskan apa yang terjadi dengan uang yang terlambat.',
      en: 'It was decided what becomes of money that came late.',
    },
    schema: paymentWithSums.extend({ decision: z.enum(['accept', 'refund', 'credit']) }),
    sample: { ...sampleWithSums, decision: 'accept' },
  },
  {
    event: 'payment.payout_opened',
    description: {
      id: 'Pengembalian dana harus ditransfer oleh petugas.',
      en: 'A refund has to be transferred by a person.',
    },
    schema: paymentWithSums.extend({ refund_id: z.string(), payout_task_id: z.string() }),
    sample: {
      ...sampleWithSums,
      refund_id: '019a8f00-0000-7000-8000-000000000011',
      payout_task_id: '019a8f00-0000-7000-8000-000000000011',
    },
  },
  {
    event: 'payment.refund_failed',
    description: { id: 'Pengembalian dana gagal.', en: 'A refund failed.' },
    schema: paymentWithSums.extend({
      refund_id: z.string(),
      failure: z.object({ kind: z.string(), message: z.string() }).nullable(),
    }),
    sample: {
      ...sampleWithSums,
      refund_id: '019a8f00-0000-7000-8000-000000000011',
      failure: { kind: 'declined', message: 'The bank refused the refund.' },
    },
  },
];

const REMARKS: readonly EventType[] = [
  look(
    'amount_mismatch',
    {
      id: 'Vendor menyebut jumlah yang berbeda; pembayaran belum dianggap lunas.',
      en: 'The vendor names another amount; the payment does not count as paid.',
    },
    { amount: 140_000, problem: 'the vendor says 140000, the payment is over 150000 IDR' },
  ),
  look(
    'paid_elsewhere',
    {
      id: 'Uang masuk lewat penyedia yang sudah digantikan: mungkin tamu membayar dua kali.',
      en: 'Money came through a provider that was replaced: the guest may have paid twice.',
    },
    { amount: 150_000 },
  ),
  look(
    'left_behind_open',
    {
      id: 'Penyedia yang sudah digantikan masih membuka pembayaran ini dan tidak menutupnya.',
      en: 'A provider that was replaced still has this payment open and does not close it.',
    },
    {},
  ),
  look(
    'refund_unanswered',
    {
      id: 'Tidak diketahui apakah pengembalian dana terjadi; tanyakan kepada vendor.',
      en: 'Nobody can say whether a refund was made; ask the vendor.',
    },
    { refund_id: '019a8f00-0000-7000-8000-000000000011', amount: 150_000 },
  ),
  look(
    'refund_contradicted',
    {
      id: 'Vendor menarik kembali kabar berhasil atau gagalnya sebuah pengembalian dana.',
      en: 'A vendor took back what it had said of a refund: that it succeeded, or that it failed.',
    },
    {
      refund_id: '019a8f00-0000-7000-8000-000000000011',
      amount: 150_000,
      known: 'succeeded',
      said: 'failed',
    },
  ),
  look(
    'refund_amount_unknown',
    {
      id: 'Vendor mengembalikan sebagian uang tanpa menyebut jumlahnya.',
      en: 'The vendor gave a part back and does not say how much.',
    },
    {},
  ),
  look(
    'refunds_exceed_payment',
    {
      id: 'Pengembalian dana melebihi uang yang diterima.',
      en: 'More goes back than came in.',
    },
    { promised: 200_000, received: 150_000 },
  ),
  look(
    'disputed',
    { id: 'Tamu menyanggah pembayaran di banknya.', en: 'The guest disputes the payment.' },
    {},
  ),
  look(
    'reversal_reported',
    {
      id: 'Vendor menyebut pembayaran yang sudah lunas sebagai gagal atau batal.',
      en: 'The vendor calls a payment that was paid failed or cancelled.',
    },
    {},
  ),
  look(
    'authorized_late',
    {
      id: 'Dana kartu ditahan setelah pembayaran berakhir.',
      en: "A card's money is held after the payment had ended.",
    },
    {},
  ),
];

export const PAYMENT_EVENTS: readonly EventType[] = [...CHANGES, ...DECISIONS, ...REMARKS];
