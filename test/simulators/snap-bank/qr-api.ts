/** QR MPM: generate, query, cancel, refund. */
import type { Reply } from '#test/simulators/kit/http-exchange.js';
import { qrisPayload } from '#test/simulators/kit/qris-payload.js';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';
import {
  DUPLICATE,
  INCONSISTENT,
  NOT_FOUND,
  refusal,
  success,
  WRONG_AMOUNT,
  WRONG_STATE,
} from '#test/simulators/snap-bank/snap-answers.js';
import {
  cancelSchema,
  type Generate,
  generateSchema,
  querySchema,
  refundSchema,
} from '#test/simulators/snap-bank/snap-requests.js';

/** `latestTransactionStatus` of the standard. */
export type QrStatus = '00' | '03' | '04' | '05' | '06' | '08';
const WORDS: Readonly<Record<QrStatus, string>> = {
  '00': 'Success',
  '03': 'Pending',
  '04': 'Refunded',
  '05': 'Canceled',
  '06': 'Failed',
  '08': 'Expired',
};

export interface QrPayment {
  readonly referenceNo: string;
  readonly request: Generate;
  status: QrStatus;
  /** What was really paid, in the standard's text. */
  paid: string;
  paidTime?: string;
  readonly refunds: { readonly partnerRefundNo: string; readonly value: string }[];
}

export class QrApi {
  readonly payments = new Map<string, QrPayment>();
  private readonly clock: SimClock;
  private count = 0;

  constructor(clock: SimClock) {
    this.clock = clock;
  }

  generate(body: unknown): Reply {
    const request = generateSchema.parse(body);
    const known = this.payments.get(request.partnerReferenceNo);
    if (known) {
      const isSame = JSON.stringify(known.request) === JSON.stringify(request);
      return refusal('qr_generate', isSame ? DUPLICATE : INCONSISTENT);
    }
    this.count += 1;
    const referenceNo = `20201029${String(this.count).padStart(14, '0')}`;
    const { partnerReferenceNo, amount } = request;
    this.payments.set(partnerReferenceNo, {
      referenceNo,
      request,
      status: '03',
      paid: amount.value,
      refunds: [],
    });
    const qrContent = qrisPayload({
      amount: Number(amount.value),
      merchantName: 'HOTEL SIMULASI',
      city: 'JAKARTA',
      reference: partnerReferenceNo,
    });
    return success('qr_generate', { referenceNo, partnerReferenceNo, qrContent });
  }

  query(body: unknown): Reply {
    const { originalPartnerReferenceNo, originalReferenceNo } = querySchema.parse(body);
    const payment = this.find(originalPartnerReferenceNo ?? originalReferenceNo ?? '');
    return payment ? success('qr_query', this.tell(payment)) : refusal('qr_query', NOT_FOUND);
  }

  cancel(body: unknown): Reply {
    const payment = this.find(cancelSchema.parse(body).originalPartnerReferenceNo);
    if (!payment) return refusal('qr_cancel', NOT_FOUND);
    if (payment.status !== '03') return refusal('qr_cancel', WRONG_STATE);
    payment.status = '05';
    return success('qr_cancel', { originalReferenceNo: payment.referenceNo });
  }

  refund(body: unknown): Reply {
    const { originalPartnerReferenceNo, partnerRefundNo, refundAmount } = refundSchema.parse(body);
    const payment = this.find(originalPartnerReferenceNo);
    if (!payment) return refusal('qr_refund', NOT_FOUND);
    if (payment.status !== '00') return refusal('qr_refund', WRONG_STATE);
    if (payment.refunds.some((refund) => refund.partnerRefundNo === partnerRefundNo)) {
      return refusal('qr_refund', DUPLICATE);
    }
    const before = payment.refunds.reduce((sum, { value }) => sum + cents(value), 0n);
    const after = before + cents(refundAmount.value);
    if (after > cents(payment.paid)) return refusal('qr_refund', WRONG_AMOUNT);
    payment.refunds.push({ partnerRefundNo, value: refundAmount.value });
    if (after === cents(payment.paid)) payment.status = '04';
    return success('qr_refund', {
      originalPartnerReferenceNo,
      originalReferenceNo: payment.referenceNo,
      refundNo: `R${payment.referenceNo}${payment.refunds.length}`,
      partnerRefundNo,
      refundAmount,
      refundTime: this.clock.iso(),
    });
  }

  find(id: string): QrPayment | undefined {
    return (
      this.payments.get(id) ??
      [...this.payments.values()].find((payment) => payment.referenceNo === id)
    );
  }

  settle(payment: QrPayment, status: QrStatus, amount?: number): void {
    if (payment.status !== '03') throw new Error(`is ${WORDS[payment.status]}, not pending`);
    payment.status = status;
    if (amount !== undefined) payment.paid = `${amount}.00`;
    if (status === '00') payment.paidTime = this.clock.iso();
  }

  tell(payment: QrPayment): Record<string, unknown> {
    return {
      originalReferenceNo: payment.referenceNo,
      originalPartnerReferenceNo: payment.request.partnerReferenceNo,
      serviceCode: '47',
      latestTransactionStatus: payment.status,
      transactionStatusDesc: WORDS[payment.status],
      ...(payment.paidTime !== undefined && { paidTime: payment.paidTime }),
      amount: { value: payment.paid, currency: 'IDR' },
      terminalId: payment.request.terminalId,
    };
  }

  /** Codes whose time is over. */
  sweep(): void {
    for (const payment of this.payments.values()) {
      const isOver = Date.parse(payment.request.validityPeriod) <= this.clock.now();
      if (payment.status === '03' && isOver) payment.status = '08';
    }
  }
}

function cents(value: string): bigint {
  return BigInt(value.replace('.', ''));
}
