/** `/sessions`: the hosted page and the browser components. */
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import type {
  Payment,
  PaymentLedger,
  PaymentRequest,
} from '#test/simulators/xendit/payment-ledger.js';
import { readBody, refuse } from '#test/simulators/xendit/xendit-errors.js';
import {
  BoundedMap,
  sendEvent,
  shortId,
  type XenditParts,
} from '#test/simulators/xendit/xendit-parts.js';
import {
  paymentRequestSchema,
  sessionRequestSchema,
  type SessionRequest,
} from '#test/simulators/xendit/xendit-requests.js';

export interface Session {
  readonly id: string;
  readonly request: SessionRequest;
  readonly created: string;
  readonly expiresAt: number;
  status: 'ACTIVE' | 'COMPLETED' | 'EXPIRED' | 'CANCELED';
  payment: Payment | undefined;
}

const DEFAULT_LIFETIME_MS = 30 * 60_000;

export class SessionsApi {
  readonly sessions = new BoundedMap<Session>();
  private readonly byReference = new BoundedMap<Session>();
  private readonly active = new Set<Session>();
  private readonly parts: XenditParts;
  private readonly ledger: PaymentLedger;

  constructor(parts: XenditParts, ledger: PaymentLedger) {
    this.parts = parts;
    this.ledger = ledger;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: '/sessions',
        operation: 'create_session',
        handle: (call) => this.create(call),
      },
      {
        method: 'GET',
        path: '/sessions/:id',
        operation: 'get_session',
        handle: (call) => ({ status: 200, body: this.tell(this.get(call)) }),
      },
      {
        method: 'POST',
        path: '/sessions/:id/cancel',
        operation: 'cancel_session',
        handle: (call) => this.cancel(call),
      },
      {
        method: 'GET',
        path: '/pages/session/:id',
        operation: 'session_page',
        handle: (call) => this.page(call),
      },
    ];
  }

  /** By session id or reference. */
  find(id: string): Session | undefined {
    return this.sessions.get(id) ?? this.byReference.get(id);
  }

  /** The guest pays on the page: a payment event and a session event, in this order. */
  pay(session: Session, channel?: string, amount?: number): void {
    mustBeActive(session);
    session.payment = this.ledger.pay(this.attempt(session, channel), amount);
    this.end(session, 'COMPLETED');
    this.announce(session, 'payment_session.completed');
  }

  /** One attempt fails; the session stays open for the next. */
  fail(session: Session, channel?: string, code?: string): void {
    mustBeActive(session);
    this.ledger.fail(this.attempt(session, channel), code);
  }

  expire(session: Session): void {
    mustBeActive(session);
    this.end(session, 'EXPIRED');
    this.announce(session, 'payment_session.expired');
  }

  sweep(): void {
    const now = this.parts.kit.clock.now();
    for (const session of this.active) {
      if (session.expiresAt <= now) this.expire(session);
    }
  }

  tell(session: Session): Record<string, unknown> {
    const { request, payment } = session;
    return {
      payment_session_id: session.id,
      created: session.created,
      updated: this.parts.kit.clock.iso(),
      status: session.status,
      ...request,
      expires_at: new Date(session.expiresAt).toISOString(),
      business_id: this.parts.account.config.business_id,
      ...(request.mode === 'PAYMENT_LINK'
        ? { payment_link_url: this.link(session) }
        : { components_sdk_key: `session-${session.id}-simulated-sdk-key` }),
      payment_request_id: payment?.request.id ?? null,
      payment_id: payment?.id ?? null,
      payment_token_id: null,
    };
  }

  private create(call: Call): Reply {
    const request = readBody(sessionRequestSchema, call);
    const now = this.parts.kit.clock.now();
    const expiresAt =
      request.expires_at === undefined ? now + DEFAULT_LIFETIME_MS : Date.parse(request.expires_at);
    if (expiresAt <= now) refuse(400, 'API_VALIDATION_ERROR', 'expires_at is in the past');
    if (
      request.allow_save_payment_method !== undefined &&
      request.allow_save_payment_method !== 'DISABLED'
    ) {
      if (!request.customer && request.customer_id === undefined) {
        refuse(400, 'API_VALIDATION_ERROR', 'customer is required to save a payment method');
      }
    }
    const created = new Date(now).toISOString();
    const session: Session = {
      id: shortId('ps-'),
      request,
      created,
      expiresAt,
      status: 'ACTIVE',
      payment: undefined,
    };
    this.sessions.set(session.id, session);
    this.byReference.set(request.reference_id, session);
    this.active.add(session);
    return { status: 201, body: this.tell(session) };
  }

  private cancel(call: Call): Reply {
    const session = this.get(call);
    if (session.status !== 'ACTIVE') {
      refuse(400, 'INELIGIBLE_TRANSACTION_STATUS', `The session is ${session.status}`);
    }
    this.end(session, 'CANCELED');
    return { status: 200, body: this.tell(session) };
  }

  private get(call: Call): Session {
    this.sweep();
    return (
      this.sessions.get(call.params['id'] ?? '') ?? refuse(404, 'DATA_NOT_FOUND', 'No such session')
    );
  }

  private end(session: Session, status: Session['status']): void {
    session.status = status;
    this.active.delete(session);
  }

  private announce(session: Session, event: string): void {
    const { reference_id: reference } = session.request;
    const told = this.tell(session);
    delete told['components_sdk_key'];
    sendEvent(this.parts, event, reference, told);
  }

  /** The payment request that the page makes when the guest has chosen a channel. */
  private attempt(session: Session, channel?: string): PaymentRequest {
    const { request } = session;
    const code = channel ?? request.allowed_payment_channels?.[0] ?? 'QRIS';
    if (request.allowed_payment_channels?.includes(code) === false) {
      throw new Error(`"${code}" is not among allowed_payment_channels`);
    }
    const { reference_id, currency, country, capture_method, amount } = request;
    const body = paymentRequestSchema.parse({
      reference_id,
      currency,
      country,
      capture_method,
      request_amount: amount,
      type: 'PAY',
      channel_code: code,
      channel_properties: pagePropertiesOf(code),
    });
    return this.ledger.create(body, session.id);
  }

  private page(call: Call): Reply {
    const session = this.get(call);
    const { request } = session;
    const channels = request.allowed_payment_channels ?? [
      'QRIS',
      'BCA_VIRTUAL_ACCOUNT',
      'CARDS',
      'DANA',
    ];
    return hostedPage({
      vendor: 'Xendit',
      title: request.reference_id,
      amount: request.amount,
      buttons: [
        ...channels.map((method) => ({
          label: `Pay by ${method}`,
          action: 'pay',
          input: { id: session.id, method },
        })),
        { label: 'Fail', action: 'fail', input: { id: session.id } },
      ],
      returnUrl: request.mode === 'PAYMENT_LINK' ? request.success_return_url : undefined,
    });
  }

  private link(session: Session): string {
    return `${this.parts.kit.origin()}/pages/session/${session.id}`;
  }
}

function pagePropertiesOf(channel: string): Record<string, unknown> {
  if (channel === 'QRIS') return {};
  if (channel.endsWith('_VIRTUAL_ACCOUNT')) return { display_name: 'SIMULATOR' };
  const back = 'https://checkout.simulator.test/return';
  return { success_return_url: back, failure_return_url: back };
}

function mustBeActive(session: Session): void {
  if (session.status !== 'ACTIVE') throw new Error(`the session is ${session.status}`);
}
