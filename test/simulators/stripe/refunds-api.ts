/** `/v1/refunds`: parts, several, pending ones that end later. */
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import type { Charge, PaymentIntents } from '#test/simulators/stripe/payment-intents.js';
import { invalid, missing, readParams, readQuery } from '#test/simulators/stripe/stripe-errors.js';
import {
  listOf,
  secondsOf,
  sendEvent,
  stripeId,
  type Created,
  type Metadata,
  type StripeParts,
} from '#test/simulators/stripe/stripe-parts.js';
import { listQuerySchema, refundParamsSchema } from '#test/simulators/stripe/stripe-requests.js';

interface Refund extends Created {
  readonly charge: Charge;
  readonly amount: number;
  readonly reason: string | undefined;
  readonly metadata: Metadata;
  status: 'pending' | 'succeeded' | 'failed';
}

const PATH = '/v1/refunds';

export class RefundsApi {
  readonly refunds = new Map<string, Refund>();
  private readonly parts: StripeParts;
  private readonly book: PaymentIntents;

  constructor(parts: StripeParts, book: PaymentIntents) {
    this.parts = parts;
    this.book = book;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: PATH,
        operation: 'create_refund',
        handle: (call) => this.create(call),
      },
      { method: 'GET', path: PATH, operation: 'list_refunds', handle: (call) => this.list(call) },
      {
        method: 'GET',
        path: `${PATH}/:id`,
        operation: 'get_refund',
        handle: (call) => {
          const id = call.params['id'] ?? '';
          return { status: 200, body: this.tell(this.refunds.get(id) ?? missing('refund', id)) };
        },
      },
    ];
  }

  /** The bank's word on a refund that waits, or takes back a refund that had succeeded. */
  settle(id: string, status: 'succeeded' | 'failed'): Record<string, unknown> {
    const refund = this.refunds.get(id) ?? missing('refund', id);
    if (status === 'failed') refund.charge.amountRefunded -= refund.amount;
    refund.status = status;
    const event = status === 'failed' ? 'refund.failed' : 'refund.updated';
    this.announce(refund, event);
    return this.tell(refund);
  }

  tell(refund: Refund): Record<string, unknown> {
    return {
      id: refund.id,
      object: 'refund',
      amount: refund.amount,
      charge: refund.charge.id,
      created: refund.created,
      currency: refund.charge.intent.currency,
      metadata: refund.metadata,
      payment_intent: refund.charge.intent.id,
      reason: refund.reason ?? null,
      status: refund.status,
      ...(refund.status === 'failed' && { failure_reason: 'expired_or_canceled_card' }),
    };
  }

  private create(call: Call): Reply {
    const params = readParams(refundParamsSchema, call);
    const charge = this.chargeOf(params);
    const left = charge.amountCaptured - charge.amountRefunded;
    if (left === 0) {
      invalid(`Charge ${charge.id} has already been refunded.`, {
        code: 'charge_already_refunded',
      });
    }
    const amount = params.amount ?? left;
    if (amount > left) {
      invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
        code: 'amount_too_large',
        param: 'amount',
      });
    }
    const refund = this.add(charge, amount, params);
    const reply = { status: 200, body: this.tell(refund) };
    this.announce(refund, 'refund.created');
    this.book.announceCharge(charge, 'charge.refunded');
    return reply;
  }

  private add(
    charge: Charge,
    amount: number,
    params: { readonly reason?: string | undefined; readonly metadata: Metadata },
  ): Refund {
    const refund: Refund = {
      id: stripeId('re'),
      created: secondsOf(this.parts.kit),
      charge,
      amount,
      reason: params.reason,
      metadata: params.metadata,
      status: this.parts.account.config.refunds_end,
    };
    this.refunds.set(refund.id, refund);
    if (refund.status !== 'failed') charge.amountRefunded += amount;
    return refund;
  }

  private chargeOf(params: {
    readonly payment_intent?: string | undefined;
    readonly charge?: string | undefined;
  }): Charge {
    if (params.charge !== undefined) {
      return this.book.charges.get(params.charge) ?? missing('charge', params.charge, 'charge');
    }
    if (params.payment_intent === undefined) {
      invalid('One of charge and payment_intent is needed.', { code: 'parameter_missing' });
    }
    const intent = this.book.get(params.payment_intent, 'payment_intent');
    if (intent.status !== 'succeeded' || !intent.charge) {
      return invalid('This PaymentIntent does not have a successful charge to refund.', {
        code: 'payment_intent_unexpected_state',
        param: 'payment_intent',
      });
    }
    return intent.charge;
  }

  private list(call: Call): Reply {
    const query = readQuery(listQuerySchema, call);
    const all = [...this.refunds.values()].filter(
      ({ charge }) =>
        query.payment_intent === undefined || charge.intent.id === query.payment_intent,
    );
    const tell = (refund: Refund) => this.tell(refund);
    return { status: 200, body: listOf(all, query, { url: PATH, tell }) };
  }

  private announce(refund: Refund, event: string): void {
    sendEvent(this.parts, event, this.tell(refund), refund.charge.intent.id);
  }
}
