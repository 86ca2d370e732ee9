/** QR codes in the SNAP style. */
import { headerOf, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import { qrisPayload } from '#test/simulators/kit/qris-payload.js';
import { readBody, refuseSnap, responseCode } from '#test/simulators/doku/doku-errors.js';
import { snapAmount, wibIso, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import {
  expireQrSchema,
  generateQrSchema,
  queryQrSchema,
  refundQrSchema,
} from '#test/simulators/doku/doku-requests.js';
import { isOpen, type Order, type OrderStatus } from '#test/simulators/doku/order.js';
import type { OrderBook } from '#test/simulators/doku/order-book.js';

const PREFIX = '/snap-adapter/b2b/v1.0/qr';
const MONTH_MS = 30 * 86_400_000;
const APPROVAL_CODE = '123456';

const STATES: Readonly<Record<OrderStatus, string>> = {
  PENDING: '03',
  FAILED: '03',
  SUCCESS: '00',
  REFUNDED: '04',
  DELETED: '05',
  EXPIRED: '08',
};

interface QrReference {
  readonly originalPartnerReferenceNo: string;
  readonly originalReferenceNo?: string | undefined;
  readonly merchantId: string;
}

interface Refund {
  readonly refundNo: string;
  readonly invoice: string;
  readonly amount: number;
  readonly time: string;
}

export class QrisApi {
  private readonly refunds = new Map<string, Refund>();
  private readonly parts: DokuParts;
  private readonly book: OrderBook;

  constructor(parts: DokuParts, book: OrderBook) {
    this.parts = parts;
    this.book = book;
  }

  routes(): Route[] {
    const route = (path: string, operation: string, handle: (call: Call) => Reply): Route => ({
      method: 'POST',
      path: `${PREFIX}/${path}`,
      operation,
      handle,
    });
    return [
      route('qr-mpm-generate', 'qr_generate', (call) => this.generate(call)),
      route('qr-mpm-query', 'qr_query', (call) => this.query(call)),
      route('qr-expire', 'qr_expire', (call) => this.expire(call)),
      route('qr-mpm-refund', 'qr_refund', (call) => this.refund(call)),
    ];
  }

  private generate(call: Call): Reply {
    const body = readBody(generateQrSchema, call);
    this.refuseMerchant(call, body.merchantId);
    if (this.book.orders.has(body.partnerReferenceNo)) {
      refuseSnap(call, 409, '01', 'Duplicate partnerReferenceNo');
    }
    const now = this.parts.kit.clock.now();
    const expiresAt = body.validityPeriod ? Date.parse(body.validityPeriod) : now + MONTH_MS;
    if (expiresAt <= now) refuseSnap(call, 400, '01', 'Invalid Field Format {validityPeriod}');
    const order = this.book.create({
      product: 'qris',
      invoice: body.partnerReferenceNo,
      amount: Number(body.amount.value),
      requestId: headerOf(call, 'x-external-id') ?? '',
      expiresAt,
      channel: 'QRIS',
    });
    const { amount, invoice: reference } = order;
    const content = { amount, reference, merchantName: 'SIMULATOR HOTEL', city: 'DENPASAR' };
    return this.answer(call, {
      referenceNo: order.referenceNo,
      partnerReferenceNo: reference,
      qrContent: qrisPayload(content),
      terminalId: body.terminalId,
      additionalInfo: { validityPeriod: wibIso(expiresAt) },
    });
  }

  private query(call: Call): Reply {
    const order = this.orderOf(call, readBody(queryQrSchema, call));
    const isPaid = order.status === 'SUCCESS' || order.status === 'REFUNDED';
    return this.answer(call, {
      originalReferenceNo: order.referenceNo,
      originalPartnerReferenceNo: order.invoice,
      serviceCode: '47',
      latestTransactionStatus: STATES[order.status],
      transactionStatusDesc: order.status,
      amount: snapAmount(order.paidAmount),
      ...(isPaid && {
        paidTime: wibIso(order.changed),
        additionalInfo: { approvalCode: APPROVAL_CODE },
      }),
    });
  }

  private expire(call: Call): Reply {
    const order = this.orderOf(call, readBody(expireQrSchema, call));
    if (!isOpen(order)) refuseSnap(call, 404, '00', 'Invalid Transaction Status');
    this.book.close(order);
    return this.answer(call, {
      originalReferenceNo: order.referenceNo,
      originalPartnerReferenceNo: order.invoice,
    });
  }

  private refund(call: Call): Reply {
    const body = readBody(refundQrSchema, call);
    const order = this.orderOf(call, body);
    const amount = Number(body.refundAmount.value);
    const known = this.refunds.get(body.partnerRefundNo);
    if (known) refuseSnap(call, 409, '01', 'Duplicate partnerRefundNo');
    if (body.additionalInfo?.approvalCode !== APPROVAL_CODE) {
      refuseSnap(call, 400, '02', 'Invalid Mandatory Field {additionalInfo.approvalCode}');
    }
    if (order.status !== 'SUCCESS') refuseSnap(call, 404, '00', 'Invalid Transaction Status');
    if (amount > order.paidAmount - order.refunded) refuseSnap(call, 404, '13', 'Invalid Amount');
    this.book.refund(order, amount);
    const refund: Refund = {
      refundNo: `R${order.referenceNo}${this.refunds.size}`,
      invoice: order.invoice,
      amount,
      time: wibIso(Date.now()),
    };
    this.refunds.set(body.partnerRefundNo, refund);
    return this.answer(call, {
      originalReferenceNo: order.referenceNo,
      originalPartnerReferenceNo: order.invoice,
      refundNo: refund.refundNo,
      partnerRefundNo: body.partnerRefundNo,
      refundAmount: snapAmount(amount),
      refundTime: refund.time,
    });
  }

  private orderOf(call: Call, reference: QrReference): Order {
    this.refuseMerchant(call, reference.merchantId);
    const order = this.book.find(reference.originalPartnerReferenceNo);
    const number = reference.originalReferenceNo ?? order?.referenceNo;
    if (order?.product !== 'qris' || order.referenceNo !== number) {
      return refuseSnap(call, 404, '01', 'Transaction Not Found');
    }
    return order;
  }

  private refuseMerchant(call: Call, merchantId: string): void {
    if (merchantId === this.parts.account.config.merchant_id) return;
    refuseSnap(call, 404, '08', 'Invalid Merchant');
  }

  private answer(call: Call, more: Record<string, unknown>): Reply {
    const head = { responseCode: responseCode(call, 200), responseMessage: 'Successful' };
    return { status: 200, body: { ...head, ...more } };
  }
}
