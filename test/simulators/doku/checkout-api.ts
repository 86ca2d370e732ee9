/** The hosted page, the status of any order, refunds of cards. */
import type { z } from 'zod';
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import { headerOf, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import { readBody, refuse } from '#test/simulators/doku/doku-errors.js';
import { wibCompact, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import { cardRefundSchema, checkoutSchema } from '#test/simulators/doku/doku-requests.js';
import type { Order } from '#test/simulators/doku/order.js';
import type { OrderBook } from '#test/simulators/doku/order-book.js';
import { statusBody } from '#test/simulators/doku/order-words.js';

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 60;
const LONGEST_CARD_INVOICE = 30;

export class CheckoutApi {
  private readonly parts: DokuParts;
  private readonly book: OrderBook;

  constructor(parts: DokuParts, book: OrderBook) {
    this.parts = parts;
    this.book = book;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: '/checkout/v1/payment',
        operation: 'checkout',
        handle: (call) => this.create(call),
      },
      {
        method: 'GET',
        path: '/orders/v1/status/:id',
        operation: 'order_status',
        handle: (call) => this.status(call),
      },
      {
        method: 'POST',
        path: '/cancellation/credit-card/refund',
        operation: 'card_refund',
        handle: (call) => this.refund(call),
      },
      {
        method: 'GET',
        path: '/checkout-link-v2/:token',
        operation: 'checkout_page',
        handle: (call) => this.page(call),
      },
    ];
  }

  private create(call: Call): Reply {
    const body = readBody(checkoutSchema, call);
    const { invoice_number: invoice, amount } = body.order;
    this.refuseOrder(call, body);
    const minutes = body.payment.payment_due_date ?? DEFAULT_MINUTES;
    const order = this.book.create({
      product: 'checkout',
      invoice,
      amount,
      requestId: headerOf(call, 'request-id') ?? '',
      expiresAt: this.parts.kit.clock.now() + minutes * MINUTE_MS,
      channel: null,
      notifyUrl: this.notifyUrl(call, body.additional_info?.override_notification_url),
      returnUrl: body.order.callback_url_result ?? body.order.callback_url,
    });
    return { status: 200, body: this.created(order, minutes) };
  }

  private created(order: Order, minutes: number): Record<string, unknown> {
    return {
      message: ['SUCCESS'],
      response: {
        order: {
          amount: String(order.amount),
          invoice_number: order.invoice,
          session_id: order.token.slice(0, 16),
        },
        payment: {
          payment_due_date: minutes,
          token_id: order.token,
          url: `${this.parts.kit.origin()}/checkout-link-v2/${order.token}`,
          expired_date: wibCompact(order.expiresAt),
        },
        additional_info: {},
      },
    };
  }

  private refuseOrder(call: Call, { order, payment }: z.infer<typeof checkoutSchema>): void {
    const { invoice_number: invoice, amount, line_items: items } = order;
    const channels = payment.payment_method_types;
    this.refuseChannels(call, channels);
    const mayBeCard = channels?.includes('CREDIT_CARD') ?? true;
    if (mayBeCard && invoice.length > LONGEST_CARD_INVOICE) {
      refuse(call, 400, 'invalid_parameter', 'ORDER.INVOICE_NUMBER IS TOO LONG');
    }
    if (this.book.orders.has(invoice)) {
      refuse(call, 400, 'invalid_parameter', 'ORDER.INVOICE_NUMBER ALREADY USED');
    }
    const sum = items?.reduce((total, item) => total + item.price * item.quantity, 0);
    if (sum !== undefined && sum !== amount) {
      refuse(call, 400, 'invalid_parameter', 'ORDER.AMOUNT DOES NOT MATCH LINE_ITEMS');
    }
  }

  private refuseChannels(call: Call, channels: readonly string[] | undefined): void {
    const { inactive_channels: inactive } = this.parts.account.config;
    if (channels?.some((channel) => inactive.includes(channel)) !== true) return;
    refuse(call, 400, 'invalid_parameter', 'PAYMENT CHANNEL IS INACTIVE');
  }

  /** Only the host may differ from what the back office holds. */
  private notifyUrl(call: Call, asked: string | undefined): string | undefined {
    if (asked === undefined) return undefined;
    const { webhook_url: configured } = this.parts.account.config;
    const isAllowed =
      configured !== null && new URL(configured).pathname === new URL(asked).pathname;
    if (isAllowed) return asked;
    return refuse(call, 400, 'invalid_parameter', 'OVERRIDE_NOTIFICATION_URL IS NOT ALLOWED');
  }

  private status(call: Call): Reply {
    const order = this.book.find(call.params['id'] ?? '');
    const isHidden = order?.channel === null && this.parts.account.config.older_merchant;
    if (!order || isHidden) {
      return refuse(call, 404, 'data_not_found', 'TRANSACTION NOT FOUND');
    }
    const body = JSON.stringify(statusBody(order));
    if (order.channel !== null) return { status: 200, text: body };
    // Seen on orders without a channel: the amount is written as a float.
    return { status: 200, text: body.replace(/("amount":\d+)/, '$1.0') };
  }

  private refund(call: Call): Reply {
    const body = readBody(cardRefundSchema, call);
    const order = this.book.find(body.order.invoice_number);
    if (order?.channel !== 'CREDIT_CARD') {
      return refuse(call, 404, 'data_not_found', 'TRANSACTION NOT FOUND');
    }
    if (order.paymentRequestId !== body.payment.original_request_id) {
      refuse(call, 400, 'invalid_parameter', 'PAYMENT.ORIGINAL_REQUEST_ID IS INVALID');
    }
    const { amount } = body.refund;
    if (order.status !== 'SUCCESS' || amount > order.paidAmount - order.refunded) {
      refuse(call, 400, 'invalid_amount', 'REFUND.AMOUNT EXCEEDS THE TRANSACTION');
    }
    const { refunds_end: status } = this.parts.account.config;
    if (status === 'SUCCESS') this.book.refund(order, amount);
    return {
      status: 200,
      body: {
        order: { invoice_number: order.invoice },
        payment: { original_request_id: order.paymentRequestId },
        refund: { amount, status },
      },
    };
  }

  private page(call: Call): Reply {
    const order = this.book.find(call.params['token'] ?? '');
    if (!order) return refuse(call, 404, 'data_not_found', 'No such page');
    const input = { id: order.invoice };
    return hostedPage({
      vendor: 'DOKU',
      title: order.invoice,
      amount: order.amount,
      buttons: [
        { label: 'Pay by BCA', action: 'pay', input },
        { label: 'Pay by card', action: 'pay', input: { ...input, method: 'CREDIT_CARD' } },
        { label: 'Fail', action: 'fail', input },
      ],
      returnUrl: order.returnUrl,
    });
  }
}
