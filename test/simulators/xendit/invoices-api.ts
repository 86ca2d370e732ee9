/** `/v2/invoices`: the older hosted page; its webhooks are flat and know no failed attempts. */
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { readBody, refuse } from '#test/simulators/xendit/xendit-errors.js';
import {
  BoundedMap,
  prefixedId,
  sendBody,
  shortId,
  type XenditParts,
} from '#test/simulators/xendit/xendit-parts.js';
import {
  invoiceRequestSchema,
  type InvoiceRequest,
} from '#test/simulators/xendit/xendit-requests.js';

export interface Invoice {
  readonly id: string;
  readonly request: InvoiceRequest;
  readonly created: string;
  readonly expiresAt: number;
  status: 'PENDING' | 'PAID' | 'SETTLED' | 'EXPIRED';
  updated: string;
  paid:
    { amount: number; at: string; method: string; channel: string; paymentId: string } | undefined;
}

const DEFAULT_DURATION_S = 86_400;

export class InvoicesApi {
  readonly invoices = new BoundedMap<Invoice>();
  private readonly byExternalId = new BoundedMap<Invoice[]>();
  private readonly open = new Set<Invoice>();
  private readonly parts: XenditParts;

  constructor(parts: XenditParts) {
    this.parts = parts;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: '/v2/invoices',
        operation: 'create_invoice',
        handle: (call) => this.create(call),
      },
      {
        method: 'GET',
        path: '/v2/invoices',
        operation: 'list_invoices',
        handle: (call) => this.list(call),
      },
      {
        method: 'GET',
        path: '/v2/invoices/:id',
        operation: 'get_invoice',
        handle: (call) => ({ status: 200, body: this.tell(this.get(call)) }),
      },
      {
        method: 'POST',
        path: '/invoices/:id/expire!',
        operation: 'expire_invoice',
        handle: (call) => this.expireByMerchant(call),
      },
      {
        method: 'GET',
        path: '/pages/invoice/:id',
        operation: 'invoice_page',
        handle: (call) => this.page(call),
      },
    ];
  }

  /** By id, or the latest by external id. */
  find(id: string): Invoice | undefined {
    return this.invoices.get(id) ?? this.byExternalId.get(id)?.at(-1);
  }

  pay(invoice: Invoice, channel?: string, amount = invoice.request.amount): void {
    mustBePending(invoice);
    const code = channel ?? invoice.request.payment_methods?.[0] ?? 'QRIS';
    const at = this.parts.kit.clock.iso();
    invoice.paid = {
      amount,
      at,
      method: methodOf(code),
      channel: code,
      paymentId: prefixedId('py'),
    };
    this.end(invoice, 'PAID');
    sendBody(this.parts, 'invoice.paid', invoice.request.external_id, this.webhookBody(invoice));
  }

  expire(invoice: Invoice): void {
    mustBePending(invoice);
    this.end(invoice, 'EXPIRED');
    sendBody(this.parts, 'invoice.expired', invoice.request.external_id, this.webhookBody(invoice));
  }

  sweep(): void {
    const now = this.parts.kit.clock.now();
    for (const invoice of this.open) {
      if (invoice.expiresAt <= now) this.expire(invoice);
    }
  }

  tell(invoice: Invoice): Record<string, unknown> {
    const { request } = invoice;
    return {
      id: invoice.id,
      ...request,
      user_id: this.parts.account.config.business_id,
      status: invoice.status,
      merchant_name: 'Simulator Hotel',
      merchant_profile_picture_url: `${this.parts.kit.origin()}/pages/logo`,
      expiry_date: new Date(invoice.expiresAt).toISOString(),
      invoice_url: `${this.parts.kit.origin()}/pages/invoice/${invoice.id}`,
      available_banks: [],
      available_retail_outlets: [],
      available_ewallets: [],
      available_qr_codes: [],
      available_direct_debits: [],
      available_paylaters: [],
      should_send_email: request.should_send_email ?? false,
      currency: request.currency ?? 'IDR',
      created: invoice.created,
      updated: invoice.updated,
      ...paidFields(invoice),
    };
  }

  private create(call: Call): Reply {
    const request = readBody(invoiceRequestSchema, call);
    const { config } = this.parts.account;
    const refused = request.payment_methods?.some((method) =>
      config.inactive_channels.includes(method),
    );
    if (refused === true) {
      refuse(400, 'UNAVAILABLE_PAYMENT_METHOD_ERROR', 'A payment method is not available');
    }
    const now = this.parts.kit.clock.now();
    const created = new Date(now).toISOString();
    const invoice: Invoice = {
      id: shortId(),
      request,
      created,
      expiresAt: now + (request.invoice_duration ?? DEFAULT_DURATION_S) * 1000,
      status: 'PENDING',
      updated: created,
      paid: undefined,
    };
    this.invoices.set(invoice.id, invoice);
    this.byExternalId.set(request.external_id, [
      ...(this.byExternalId.get(request.external_id) ?? []),
      invoice,
    ]);
    this.open.add(invoice);
    return { status: 200, body: this.tell(invoice) };
  }

  private list(call: Call): Reply {
    this.sweep();
    const externalId = call.query.get('external_id');
    const limit = Number(call.query.get('limit') ?? 10);
    const wanted = call.query.getAll('statuses');
    const all =
      externalId === null ? [...this.invoices.values()] : (this.byExternalId.get(externalId) ?? []);
    const found = all.filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    return {
      status: 200,
      body: found
        .slice(-limit)
        .reverse()
        .map((invoice) => this.tell(invoice)),
    };
  }

  private expireByMerchant(call: Call): Reply {
    const invoice = this.get(call);
    if (invoice.status !== 'PENDING') {
      refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `The invoice is ${invoice.status}`);
    }
    this.expire(invoice);
    return { status: 200, body: this.tell(invoice) };
  }

  private get(call: Call): Invoice {
    this.sweep();
    return (
      this.invoices.get(call.params['id'] ?? '') ?? refuse(404, 'DATA_NOT_FOUND', 'No such invoice')
    );
  }

  private end(invoice: Invoice, status: Invoice['status']): void {
    invoice.status = status;
    invoice.updated = this.parts.kit.clock.iso();
    this.open.delete(invoice);
  }

  private webhookBody(invoice: Invoice): Record<string, unknown> {
    const { request } = invoice;
    return {
      id: invoice.id,
      external_id: request.external_id,
      user_id: this.parts.account.config.business_id,
      status: invoice.status,
      merchant_name: 'Simulator Hotel',
      amount: request.amount,
      ...(request.payer_email !== undefined && { payer_email: request.payer_email }),
      description: request.description ?? '',
      currency: request.currency ?? 'IDR',
      created: invoice.created,
      updated: invoice.updated,
      ...paidFields(invoice),
      ...(invoice.paid && { payment_id: invoice.paid.paymentId }),
    };
  }

  private page(call: Call): Reply {
    const invoice = this.get(call);
    const methods = invoice.request.payment_methods ?? ['QRIS', 'BCA', 'CREDIT_CARD'];
    return hostedPage({
      vendor: 'Xendit',
      title: invoice.request.external_id,
      amount: invoice.request.amount,
      buttons: methods.map((method) => ({
        label: `Pay by ${method}`,
        action: 'pay',
        input: { id: invoice.id, method },
      })),
      returnUrl: invoice.request.success_redirect_url,
    });
  }
}

function paidFields({ paid }: Invoice): Record<string, unknown> {
  if (!paid) return {};
  return {
    paid_amount: paid.amount,
    paid_at: paid.at,
    payment_method: paid.method,
    payment_channel: paid.channel,
    payment_destination: 'SIMULATOR',
  };
}

function methodOf(channel: string): string {
  if (channel === 'CREDIT_CARD') return 'CREDIT_CARD';
  if (channel === 'QRIS') return 'QR_CODE';
  if (['ALFAMART', 'INDOMARET'].includes(channel)) return 'RETAIL_OUTLET';
  return ['OVO', 'DANA', 'SHOPEEPAY', 'LINKAJA', 'GOPAY'].includes(channel)
    ? 'EWALLET'
    : 'BANK_TRANSFER';
}

function mustBePending(invoice: Invoice): void {
  if (invoice.status !== 'PENDING') throw new Error(`the invoice is ${invoice.status}`);
}
