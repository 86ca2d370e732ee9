/** Customers, prices, subscriptions and their invoices: states and events, without HTTP. */
import { tellInvoice, tellSubscription } from '#test/simulators/stripe/billing-answers.js';
import type {
  Customer,
  Price,
  Subscription,
  NewSubscription,
} from '#test/simulators/stripe/billing.types.js';
import type { PaymentIntents } from '#test/simulators/stripe/payment-intents.js';
import { missing, refuse } from '#test/simulators/stripe/stripe-errors.js';
import {
  secondsOf,
  sendEvent,
  stripeId,
  type Created,
  type Metadata,
  type StripeParts,
} from '#test/simulators/stripe/stripe-parts.js';
import { verdictOf } from '#test/simulators/stripe/test-cards.js';

const DAY_S = 86_400;

export class Billing {
  readonly customers = new Map<string, Customer>();
  readonly prices = new Map<string, Price>();
  readonly subscriptions = new Map<string, Subscription>();
  private readonly parts: StripeParts;
  private readonly book: PaymentIntents;

  constructor(parts: StripeParts, book: PaymentIntents) {
    this.parts = parts;
    this.book = book;
  }

  addCustomer(request: {
    readonly email?: string | undefined;
    readonly name?: string | undefined;
    readonly payment_method?: string | undefined;
    readonly metadata: Metadata;
  }): Customer {
    const { payment_method: paymentMethod } = request;
    if (paymentMethod !== undefined && !verdictOf(paymentMethod)) {
      missing('PaymentMethod', paymentMethod, 'payment_method');
    }
    const { email, name, metadata } = request;
    const customer = { ...this.born('cus'), email, name, paymentMethod, metadata };
    this.customers.set(customer.id, customer);
    return customer;
  }

  addPrice(request: {
    readonly currency: string;
    readonly unit_amount: number;
    readonly recurring: {
      readonly interval: Price['interval'];
      readonly interval_count?: number | undefined;
    };
  }): Price {
    const price: Price = {
      ...this.born('price'),
      currency: request.currency,
      unitAmount: request.unit_amount,
      interval: request.recurring.interval,
      intervalCount: request.recurring.interval_count ?? 1,
      product: stripeId('prod'),
    };
    this.prices.set(price.id, price);
    return price;
  }

  /** By id or the newest with this reference of the hub. */
  find(id: string): Subscription | undefined {
    const byReference = () =>
      [...this.subscriptions.values()].findLast(({ metadata }) => metadata['hub_ref'] === id);
    return this.subscriptions.get(id) ?? byReference();
  }

  /** @throws Refusal 402 when the first charge fails and that is to be an error */
  subscribe(request: NewSubscription): Subscription {
    const { price, trialDays = 0, paymentMethod } = request;
    const isPaid = trialDays > 0 || this.charges(paymentMethod);
    if (!isPaid && request.behavior === 'error_if_incomplete') {
      refuse(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'generic_decline',
        message: 'Your card was declined.',
      });
    }
    const born = this.born('sub');
    const trialEnd = trialDays > 0 ? born.created + trialDays * DAY_S : undefined;
    const amount = trialEnd === undefined ? price.unitAmount : 0;
    const paidStatus = trialEnd === undefined ? 'active' : 'trialing';
    const subscription: Subscription = {
      ...born,
      customer: request.customer,
      price,
      metadata: request.metadata,
      trialEnd,
      paymentMethod,
      status: isPaid ? paidStatus : 'incomplete',
      periodStart: born.created,
      periodEnd: trialEnd ?? nextPeriod(born.created, price),
      cancelsAtEnd: false,
      endedAt: undefined,
      latest: { ...this.born('in'), reason: 'subscription_create', amount, attempts: 1, isPaid },
    };
    this.subscriptions.set(subscription.id, subscription);
    this.announce(subscription, 'created');
    this.bill(subscription);
    return subscription;
  }

  /** A period is over: the card is charged for the next one, unless it was the last. */
  renew(subscription: Subscription, card = subscription.paymentMethod): void {
    mustRun(subscription);
    if (subscription.cancelsAtEnd) {
      this.cancel(subscription);
      return;
    }
    const { price } = subscription;
    subscription.periodStart = subscription.periodEnd;
    subscription.periodEnd = nextPeriod(subscription.periodStart, price);
    const isPaid = this.charges(card);
    const born = this.born('in');
    const reason = 'subscription_cycle';
    subscription.latest = { ...born, reason, amount: price.unitAmount, attempts: 1, isPaid };
    subscription.status = isPaid ? 'active' : 'past_due';
    this.bill(subscription);
    this.announce(subscription, 'updated');
  }

  /** The vendor tries the open invoice again. */
  retry(subscription: Subscription, card = subscription.paymentMethod): void {
    mustRun(subscription);
    const { latest } = subscription;
    if (latest.isPaid) throw new Error('the latest invoice is paid');
    latest.attempts += 1;
    latest.isPaid = this.charges(card);
    if (latest.isPaid) subscription.status = 'active';
    this.bill(subscription);
    this.announce(subscription, 'updated');
  }

  cancelAtEnd(subscription: Subscription, atEnd: boolean): void {
    mustRun(subscription);
    subscription.cancelsAtEnd = atEnd;
    this.announce(subscription, 'updated');
  }

  cancel(subscription: Subscription): void {
    mustRun(subscription);
    subscription.status = 'canceled';
    subscription.endedAt = secondsOf(this.parts.kit);
    this.announce(subscription, 'deleted');
  }

  tell(subscription: Subscription, expand: readonly string[] = []): Record<string, unknown> {
    return tellSubscription(subscription, expand, this.parts.account.livemode);
  }

  /** Whether the card pays; its money shows as a payment of the vendor's own making. */
  private charges(card: string): boolean {
    const verdict = verdictOf(card) ?? missing('PaymentMethod', card, 'default_payment_method');
    return verdict.kind === 'paid';
  }

  private bill(subscription: Subscription): void {
    const { latest, price } = subscription;
    if (latest.isPaid && latest.amount > 0) {
      const { currency } = price;
      this.book.succeed(this.book.create({ amount: latest.amount, currency, metadata: {} }));
    }
    const event = latest.isPaid ? 'invoice.paid' : 'invoice.payment_failed';
    sendEvent(
      this.parts,
      event,
      tellInvoice(subscription, this.parts.account.livemode),
      subscription.id,
    );
  }

  private announce(subscription: Subscription, what: string): void {
    const told = this.tell(subscription);
    sendEvent(this.parts, `customer.subscription.${what}`, told, subscription.id);
  }

  private born(prefix: string): Created {
    return { id: stripeId(prefix), created: secondsOf(this.parts.kit) };
  }
}

function nextPeriod(from: number, { interval, intervalCount }: Price): number {
  const date = new Date(from * 1000);
  if (interval === 'day') date.setUTCDate(date.getUTCDate() + intervalCount);
  if (interval === 'week') date.setUTCDate(date.getUTCDate() + 7 * intervalCount);
  if (interval === 'month') date.setUTCMonth(date.getUTCMonth() + intervalCount);
  if (interval === 'year') date.setUTCFullYear(date.getUTCFullYear() + intervalCount);
  return Math.floor(date.getTime() / 1000);
}

function mustRun({ status }: Subscription): void {
  if (status === 'canceled') throw new Error('the subscription is canceled');
}
