/** `/refunds`: accepted at once, decided later, told by webhook. */
import { headerOf, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import type { InvoicesApi } from '#test/simulators/xendit/invoices-api.js';
import type { PaymentLedger } from '#test/simulators/xendit/payment-ledger.js';
import { readBody, refuse } from '#test/simulators/xendit/xendit-errors.js';
import {
  BoundedMap,
  prefixedId,
  sendEvent,
  type XenditParts,
} from '#test/simulators/xendit/xendit-parts.js';
import {
  refundRequestSchema,
  type RefundRequest,
} from '#test/simulators/xendit/xendit-requests.js';

interface Refund {
  readonly id: string;
  readonly source: string;
  readonly request: RefundRequest;
  readonly amount: number;
  readonly channel: string;
  readonly paymentId: string | undefined;
  readonly created: string;
  status: 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  failureCode: string | null;
}

/** Money that came in and can go back. */
interface Source {
  readonly id: string;
  readonly amount: number;
  readonly channel: string;
  readonly paymentId: string | undefined;
}

export class RefundsApi {
  readonly refunds = new BoundedMap<Refund>();
  private readonly byIdempotencyKey = new BoundedMap<Refund>();
  private readonly parts: XenditParts;
  private readonly ledger: PaymentLedger;
  private readonly invoices: InvoicesApi;

  constructor(parts: XenditParts, ledger: PaymentLedger, invoices: InvoicesApi) {
    this.parts = parts;
    this.ledger = ledger;
    this.invoices = invoices;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: '/refunds',
        operation: 'create_refund',
        handle: (call) => this.create(call),
      },
      {
        method: 'GET',
        path: '/refunds',
        operation: 'list_refunds',
        handle: (call) => this.list(call),
      },
      {
        method: 'GET',
        path: '/refunds/:id',
        operation: 'get_refund',
        handle: (call) => ({ status: 200, body: this.tell(this.get(call)) }),
      },
      {
        method: 'POST',
        path: '/refunds/:id/cancel',
        operation: 'cancel_refund',
        handle: (call) => this.cancel(call),
      },
    ];
  }

  /** The bank's word on a refund that waits. */
  settle(id: string, status: 'SUCCEEDED' | 'FAILED'): Record<string, unknown> {
    const refund =
      this.refunds.get(id) ??
      [...this.refunds.values()].find(({ request }) => request.reference_id === id);
    if (refund?.status !== 'PENDING') throw new Error(`no pending refund "${id}"`);
    refund.status = status;
    if (status === 'FAILED') refund.failureCode = 'REFUND_FAILED';
    const event = status === 'SUCCEEDED' ? 'refund.succeeded' : 'refund.failed';
    sendEvent(this.parts, event, refund.source, this.tell(refund));
    return this.tell(refund);
  }

  tell(refund: Refund): Record<string, unknown> {
    return {
      id: refund.id,
      payment_request_id: refund.request.payment_request_id ?? null,
      payment_id: refund.paymentId ?? null,
      invoice_id: refund.request.invoice_id ?? null,
      amount: refund.amount,
      channel_code: refund.channel,
      country: 'ID',
      currency: 'IDR',
      status: refund.status,
      reason: refund.request.reason,
      reference_id: refund.request.reference_id ?? null,
      failure_code: refund.failureCode,
      refund_fee_amount: null,
      metadata: refund.request.metadata ?? null,
      created: refund.created,
      updated: this.parts.kit.clock.iso(),
    };
  }

  private create(call: Call): Reply {
    const key = headerOf(call, 'idempotency-key');
    const known = key === undefined ? undefined : this.byIdempotencyKey.get(key);
    if (known) return { status: 200, body: this.tell(known) };
    const request = readBody(refundRequestSchema, call);
    const source = this.sourceOf(request);
    if (source.channel.endsWith('_VIRTUAL_ACCOUNT')) {
      refuse(403, 'REFUND_NOT_SUPPORTED', 'The channel has no refunds');
    }
    const amount = request.amount ?? source.amount - this.refundedOf(source.id);
    if (amount < 1 || amount > source.amount - this.refundedOf(source.id)) {
      refuse(400, 'REFUND_AMOUNT_EXCEEDED', 'More than is left of the payment');
    }
    const refund: Refund = {
      id: prefixedId('rfd'),
      source: source.id,
      request,
      amount,
      channel: source.channel,
      paymentId: source.paymentId,
      created: this.parts.kit.clock.iso(),
      status: 'PENDING',
      failureCode: null,
    };
    this.refunds.set(refund.id, refund);
    if (key !== undefined) this.byIdempotencyKey.set(key, refund);
    const reply = { status: 200, body: this.tell(refund) };
    const { refunds_end: end } = this.parts.account.config;
    if (end !== 'pending') this.settle(refund.id, end);
    return reply;
  }

  private sourceOf(request: RefundRequest): Source {
    return request.invoice_id === undefined
      ? this.requestSource(request.payment_request_id ?? '')
      : this.invoiceSource(request.invoice_id);
  }

  private invoiceSource(id: string): Source {
    const invoice = this.invoices.invoices.get(id);
    if (!invoice) return refuse(404, 'DATA_NOT_FOUND', 'No such invoice');
    const { paid, status } = invoice;
    if (!paid) return refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `The invoice is ${status}`);
    const isBank = paid.method === 'BANK_TRANSFER';
    const channel = isBank ? `${paid.channel}_VIRTUAL_ACCOUNT` : paid.channel;
    return { id, amount: paid.amount, channel, paymentId: paid.paymentId };
  }

  private requestSource(id: string): Source {
    const found = this.ledger.requests.get(id);
    if (!found) return refuse(404, 'DATA_NOT_FOUND', 'No such payment request');
    const payment = this.ledger.payments.get(found.latestPaymentId ?? '');
    const captured =
      payment?.captures.reduce((sum, capture) => sum + capture.capture_amount, 0) ?? 0;
    if (captured === 0) refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `It is ${found.status}`);
    return { id, amount: captured, channel: found.body.channel_code, paymentId: payment?.id };
  }

  private refundedOf(source: string): number {
    return [...this.refunds.values()]
      .filter(
        (refund) => refund.source === source && ['PENDING', 'SUCCEEDED'].includes(refund.status),
      )
      .reduce((sum, refund) => sum + refund.amount, 0);
  }

  private list(call: Call): Reply {
    const source = call.query.get('payment_request_id') ?? call.query.get('invoice_id');
    const data = [...this.refunds.values()].filter(
      (refund) => source === null || refund.source === source,
    );
    return {
      status: 200,
      body: { data: data.map((refund) => this.tell(refund)), has_more: false },
    };
  }

  private cancel(call: Call): Reply {
    const refund = this.get(call);
    if (refund.status !== 'PENDING') {
      refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `The refund is ${refund.status}`);
    }
    refund.status = 'CANCELLED';
    return { status: 200, body: this.tell(refund) };
  }

  private get(call: Call): Refund {
    return (
      this.refunds.get(call.params['id'] ?? '') ?? refuse(404, 'DATA_NOT_FOUND', 'No such refund')
    );
  }
}
