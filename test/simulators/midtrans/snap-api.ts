/** Snap: the hosted page. A payment exists at Core only once the guest has chosen how to pay. */
import { randomUUID } from 'node:crypto';
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { attachedOf, type MidtransParts } from '#test/simulators/midtrans/midtrans-parts.js';
import { refuseSnap, validationMessages } from '#test/simulators/midtrans/midtrans-errors.js';
import {
  snapRequestSchema,
  type SnapRequest,
} from '#test/simulators/midtrans/midtrans-requests.js';
import type { Transaction } from '#test/simulators/midtrans/midtrans-transaction.js';
import { snapSetup } from '#test/simulators/midtrans/payment-methods.js';
import { webhookUrlsOf } from '#test/simulators/midtrans/webhook-urls.js';
import { parseZonedTime } from '#test/simulators/midtrans/wib-time.js';

interface SnapSession {
  readonly token: string;
  readonly request: SnapRequest;
  readonly webhookUrls: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  canceledAt: number | undefined;
}

const UNIT_MS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const DAY_MS = 86_400_000;
const MAX_LIFETIME_MS = 7 * DAY_MS;
const MIN_EXPIRY_MS = 20_000;
const MIN_PAGE_EXPIRY_MS = 5 * 60_000;
const ALL_METHODS = ['other_qris', 'gopay', 'bca_va', 'credit_card'];
const KEPT = 100_000;

export class SnapApi {
  private readonly byToken = new Map<string, SnapSession>();
  private readonly byOrder = new Map<string, SnapSession>();
  private readonly parts: MidtransParts;

  constructor(parts: MidtransParts) {
    this.parts = parts;
  }

  routes(): Route[] {
    const base = '/snap/v1/transactions';
    return [
      { method: 'POST', path: base, operation: 'snap_create', handle: (call) => this.create(call) },
      {
        method: 'POST',
        path: `${base}/:token/cancel`,
        operation: 'snap_cancel',
        handle: (call) => this.cancel(call.params['token'] ?? ''),
      },
      {
        method: 'GET',
        path: '/snap/v3/redirection/:token',
        operation: 'snap_page',
        handle: (call) => this.page(call.params['token'] ?? ''),
      },
    ];
  }

  /** By token or order id. */
  find(id: string): SnapSession | undefined {
    return this.byToken.get(id) ?? this.byOrder.get(id);
  }

  list(): unknown[] {
    return [...this.byToken.values()].map((session) => ({
      token: session.token,
      order_id: session.request.transaction_details.order_id,
      gross_amount: session.request.transaction_details.gross_amount,
      expires_at: new Date(session.expiresAt).toISOString(),
      canceled: session.canceledAt !== undefined,
    }));
  }

  /** The guest picks a method on the page; a denied attempt may be followed by another one. */
  choose(session: SnapSession, wanted?: string): Transaction {
    const { kit, ledger } = this.parts;
    if (session.canceledAt !== undefined) throw new Error('the page was cancelled');
    if (session.expiresAt <= kit.clock.now()) throw new Error('the page has expired');
    const { order_id: orderId, gross_amount: amount } = session.request.transaction_details;
    const before = ledger.findByOrder(orderId);
    if (before && before.status !== 'deny') {
      throw new Error(`the order is already ${before.status}`);
    }
    const code = wanted ?? session.request.enabled_payments?.[0] ?? 'other_qris';
    this.mustOffer(session, code);
    const id = ledger.newId();
    const transaction = ledger.create({
      id,
      orderId,
      amount,
      setup: snapSetup(code, { origin: kit.origin(), id, orderId, amount }),
      attached: attachedOf(session.request),
      webhookUrls: session.webhookUrls,
      authorizeOnly: session.request.credit_card?.type === 'authorize',
    });
    ledger.notify(transaction);
    return transaction;
  }

  private mustOffer(session: SnapSession, code: string): void {
    const offered = session.request.enabled_payments;
    if (!offered) return;
    const generic = code.endsWith('_va') || code === 'echannel' ? 'bank_transfer' : code;
    if (![code, generic].some((name) => offered.some((entry) => entry === name))) {
      throw new Error(`"${code}" is not among enabled_payments`);
    }
  }

  private create(call: Call): Reply {
    const parsed = snapRequestSchema.safeParse(call.json);
    if (!parsed.success) return refuseSnap(400, ...validationMessages(parsed.error));
    const request = parsed.data;
    const { order_id: orderId } = request.transaction_details;
    if (this.parts.ledger.hasOrder(orderId)) {
      refuseSnap(400, 'transaction_details.order_id has already been taken');
    }
    const createdAt = this.parts.kit.clock.now();
    const session: SnapSession = {
      token: randomUUID(),
      request,
      webhookUrls: webhookUrlsOf(call, this.parts.account),
      createdAt,
      expiresAt: createdAt + lifetimeOf(request, createdAt),
      canceledAt: undefined,
    };
    this.byToken.set(session.token, session);
    this.byOrder.set(orderId, session);
    this.forgetOldest();
    const redirectUrl = `${this.parts.kit.origin()}/snap/v3/redirection/${session.token}`;
    return { status: 201, body: { token: session.token, redirect_url: redirectUrl } };
  }

  private cancel(token: string): Reply {
    const session = this.byToken.get(token);
    if (!session) return refuseSnap(404, 'token not found');
    if (session.canceledAt !== undefined) refuseSnap(400, 'token already canceled');
    const started = this.parts.ledger.findByOrder(session.request.transaction_details.order_id);
    if (started) refuseSnap(400, 'Transaction is on progress');
    session.canceledAt = this.parts.kit.clock.now();
    return { status: 200, body: { canceled_at: new Date(session.canceledAt).toISOString() } };
  }

  private page(token: string): Reply {
    const session = this.byToken.get(token);
    if (!session) return refuseSnap(404, 'token not found');
    const { order_id: orderId, gross_amount: amount } = session.request.transaction_details;
    const methods = session.request.enabled_payments ?? ALL_METHODS;
    return hostedPage({
      vendor: 'Midtrans Snap',
      title: orderId,
      amount,
      buttons: [
        ...methods.map((method) => ({
          label: `Pay by ${method}`,
          action: 'pay',
          input: { id: token, method },
        })),
        { label: 'Fail', action: 'fail', input: { id: token, method: 'credit_card' } },
      ],
      returnUrl: session.request.callbacks?.finish,
    });
  }

  private forgetOldest(): void {
    if (this.byToken.size <= KEPT) return;
    const [oldest] = this.byToken.values();
    if (oldest) this.byToken.delete(oldest.token);
  }
}

/** page_expiry goes before expiry, which goes before the usual day. */
function lifetimeOf(request: SnapRequest, now: number): number {
  const { page_expiry: page, expiry } = request;
  if (page) {
    return inRange('page_expiry', duration(page), MIN_PAGE_EXPIRY_MS);
  }
  if (!expiry) return DAY_MS;
  const start =
    (expiry.start_time === undefined ? undefined : parseZonedTime(expiry.start_time)) ?? now;
  inRange('expiry', duration(expiry), MIN_EXPIRY_MS);
  return start + duration(expiry) - now;
}

function inRange(name: string, ms: number, min: number): number {
  if (ms < min || ms > MAX_LIFETIME_MS) refuseSnap(400, `${name}.duration is out of range`);
  return ms;
}

function duration(part: { unit: string; duration: number }): number {
  const unit = part.unit.replace(/s$/, '') as keyof typeof UNIT_MS;
  return part.duration * UNIT_MS[unit];
}
