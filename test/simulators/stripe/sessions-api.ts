/** `/v1/checkout/sessions`: the hosted page for one payment or for a subscription. */
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import type { Subscription } from '#test/simulators/stripe/billing.types.js';
import type { Billing } from '#test/simulators/stripe/billing.js';
import { checkAmount } from '#test/simulators/stripe/intents-api.js';
import {
  orNull,
  type Intent,
  type PaymentIntents,
} from '#test/simulators/stripe/payment-intents.js';
import { invalid, missing, readParams, readQuery } from '#test/simulators/stripe/stripe-errors.js';
import { checkItems } from '#test/simulators/stripe/session-items.js';
import {
  listOf,
  secondsOf,
  sendEvent,
  stripeId,
  type Created,
  type StripeParts,
} from '#test/simulators/stripe/stripe-parts.js';
import {
  emptySchema,
  expandQuerySchema,
  listQuerySchema,
  sessionParamsSchema,
  type SessionParams,
} from '#test/simulators/stripe/stripe-requests.js';

export interface Session extends Created {
  readonly params: SessionParams;
  readonly amount: number;
  readonly currency: string;
  readonly expiresAt: number;
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'unpaid' | 'paid' | 'no_payment_required';
  intent: Intent | undefined;
  subscription: Subscription | undefined;
}

const PATH = '/v1/checkout/sessions';
const DAY_S = 86_400;
const SHORTEST_S = 1_800;

export class SessionsApi {
  readonly sessions = new Map<string, Session>();
  private readonly parts: StripeParts;
  private readonly book: PaymentIntents;
  private readonly billing: Billing;

  constructor(parts: StripeParts, book: PaymentIntents, billing: Billing) {
    this.parts = parts;
    this.book = book;
    this.billing = billing;
  }

  routes(): Route[] {
    const route = (
      method: string,
      path: string,
      operation: string,
      handle: (call: Call) => Reply,
    ): Route => ({ method, path, operation, handle });
    return [
      route('POST', PATH, 'create_session', (call) => this.create(call)),
      route('GET', PATH, 'list_sessions', (call) => this.list(call)),
      route('GET', `${PATH}/:id`, 'get_session', (call) => this.show(call)),
      route('POST', `${PATH}/:id/expire`, 'expire_session', (call) => this.expireByCall(call)),
      route('GET', '/c/pay/:id', 'session_page', (call) => this.page(call)),
    ];
  }

  /** By session id or the newest with this reference. */
  find(id: string): Session | undefined {
    const byReference = () =>
      [...this.sessions.values()].findLast(({ params }) => params.client_reference_id === id);
    return this.sessions.get(id) ?? byReference();
  }

  /** The guest pays; a delayed method completes the session before there is any money. */
  pay(
    session: Session,
    { delayed = false, card }: { delayed?: boolean; card?: string } = {},
  ): void {
    mustBeOpen(session);
    session.status = 'complete';
    if (session.params.mode === 'subscription') {
      this.subscribe(session, card);
    } else if (!delayed) {
      const intent = this.intentOf(session);
      this.book.succeed(intent, card);
      if (intent.status === 'succeeded') session.paymentStatus = 'paid';
    }
    this.announce(session, 'completed');
  }

  /** The word on a delayed method. */
  settle(session: Session, status: 'succeeded' | 'failed'): void {
    if (session.status !== 'complete' || session.paymentStatus !== 'unpaid') {
      throw new Error('the session waits for no payment');
    }
    const intent = this.intentOf(session);
    if (status === 'succeeded') {
      this.book.succeed(intent);
      session.paymentStatus = 'paid';
    } else {
      this.book.decline(intent);
    }
    this.announce(session, `async_payment_${status}`);
  }

  /** A card is declined on the page; the guest may try another one. */
  fail(session: Session): void {
    mustBeOpen(session);
    this.book.decline(this.intentOf(session));
  }

  expire(session: Session): void {
    mustBeOpen(session);
    session.status = 'expired';
    if (session.intent) this.book.void(session.intent);
    this.announce(session, 'expired');
  }

  sweep(): void {
    const now = secondsOf(this.parts.kit);
    for (const session of this.sessions.values()) {
      if (session.status === 'open' && session.expiresAt <= now) this.expire(session);
    }
  }

  tell(session: Session, expand: readonly string[] = []): Record<string, unknown> {
    const { params, subscription } = session;
    const isOpen = session.status === 'open';
    return {
      id: session.id,
      object: 'checkout.session',
      amount_subtotal: session.amount,
      amount_total: session.amount,
      cancel_url: orNull(params.cancel_url),
      client_reference_id: orNull(params.client_reference_id),
      created: session.created,
      currency: session.currency,
      customer: orNull(subscription?.customer),
      customer_email: orNull(params.customer_email),
      expires_at: session.expiresAt,
      livemode: this.parts.account.livemode,
      metadata: params.metadata,
      mode: params.mode,
      payment_intent: this.intentIn(session, expand),
      payment_status: session.paymentStatus,
      status: session.status,
      subscription: orNull(subscription?.id),
      success_url: params.success_url,
      ui_mode: 'hosted_page',
      url: isOpen ? `${this.parts.kit.origin()}/c/pay/${session.id}` : null,
    };
  }

  private intentIn({ intent }: Session, expand: readonly string[]): unknown {
    if (!intent) return null;
    const isAsked = expand.some((name) => name.startsWith('payment_intent'));
    return isAsked ? this.book.tell(intent, expand.map(inIntent)) : intent.id;
  }

  private create(call: Call): Reply {
    const params = readParams(sessionParamsSchema, call);
    const currency = checkItems(params);
    const amount = params.line_items.reduce(
      (sum, { quantity, price_data: price }) => sum + quantity * price.unit_amount,
      0,
    );
    checkAmount(amount, currency, 'line_items');
    const created = secondsOf(this.parts.kit);
    const expiresAt = params.expires_at ?? created + DAY_S;
    if (expiresAt < created + SHORTEST_S || expiresAt > created + DAY_S) {
      invalid('The expires_at timestamp must be 30 minutes to 24 hours after the creation.', {
        param: 'expires_at',
      });
    }
    const session: Session = {
      id: stripeId('cs_test'),
      created,
      params,
      amount,
      currency,
      expiresAt,
      status: 'open',
      paymentStatus: 'unpaid',
      intent: undefined,
      subscription: undefined,
    };
    this.sessions.set(session.id, session);
    return { status: 200, body: this.tell(session) };
  }

  private list(call: Call): Reply {
    const query = readQuery(listQuerySchema, call);
    const all = [...this.sessions.values()].filter(
      ({ intent, subscription }) =>
        (query.payment_intent === undefined || intent?.id === query.payment_intent) &&
        (query.subscription === undefined || subscription?.id === query.subscription),
    );
    const tell = (session: Session) => this.tell(session);
    return { status: 200, body: listOf(all, query, { url: PATH, tell }) };
  }

  private show(call: Call): Reply {
    const { expand } = readQuery(expandQuerySchema, call);
    return { status: 200, body: this.tell(this.session(call), expand) };
  }

  private expireByCall(call: Call): Reply {
    readParams(emptySchema, call);
    const session = this.session(call);
    if (session.status !== 'open') {
      invalid(`Only Checkout Sessions with a status in ["open"] can be expired.`);
    }
    this.expire(session);
    return { status: 200, body: this.tell(session) };
  }

  private page(call: Call): Reply {
    const session = this.session(call);
    return hostedPage({
      vendor: 'Stripe',
      title: session.params.client_reference_id ?? session.id,
      amount: session.amount,
      buttons: [
        { label: 'Pay by card', action: 'pay', input: { id: session.id } },
        { label: 'Declined card', action: 'fail', input: { id: session.id } },
      ],
      returnUrl: session.params.success_url.replace('{CHECKOUT_SESSION_ID}', session.id),
    });
  }

  private session(call: Call): Session {
    this.sweep();
    const id = call.params['id'] ?? '';
    return this.sessions.get(id) ?? missing('checkout.session', id);
  }

  private subscribe(session: Session, card = 'pm_card_visa'): void {
    const { subscription_data: data, customer_email: email } = session.params;
    const [item] = session.params.line_items;
    const recurring = item?.price_data.recurring;
    if (!item || !recurring) throw new Error('a session without a recurring price');
    const customer = this.billing.addCustomer({ email, metadata: {} });
    const price = this.billing.addPrice({ ...item.price_data, recurring });
    session.subscription = this.billing.subscribe({
      customer: customer.id,
      price,
      paymentMethod: card,
      metadata: data?.metadata ?? {},
      trialDays: data?.trial_period_days,
      behavior: 'error_if_incomplete',
    });
    session.paymentStatus = data?.trial_period_days === undefined ? 'paid' : 'no_payment_required';
  }

  private intentOf(session: Session): Intent {
    const { payment_intent_data: data } = session.params;
    session.intent ??= this.book.create({
      amount: session.amount,
      currency: session.currency,
      metadata: data?.metadata ?? {},
      description: data?.description,
      captureMethod: data?.capture_method,
      ownedBySession: true,
    });
    return session.intent;
  }

  private announce(session: Session, what: string): void {
    sendEvent(this.parts, `checkout.session.${what}`, this.tell(session), session.id);
  }
}

function mustBeOpen(session: Session): void {
  if (session.status !== 'open') throw new Error(`the session is ${session.status}`);
}

function inIntent(name: string): string {
  return name.replace(/^payment_intent\.?/, '');
}
