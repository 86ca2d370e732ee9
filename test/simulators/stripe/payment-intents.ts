/** PaymentIntents and their charges: the states and the events, without HTTP. */
import {
  secondsOf,
  sendEvent,
  stripeId,
  type Created,
  type Metadata,
  type StripeParts,
} from '#test/simulators/stripe/stripe-parts.js';
import { invalid, missing, refuse } from '#test/simulators/stripe/stripe-errors.js';
import {
  DECLINE_AFTER_CHALLENGE,
  verdictOf,
  type CardVerdict,
} from '#test/simulators/stripe/test-cards.js';

export interface Charge extends Created {
  readonly intent: Intent;
  amountCaptured: number;
  amountRefunded: number;
  disputed: boolean;
}

export interface Intent extends Created {
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly description: string | undefined;
  readonly captureMethod: string;
  readonly returnUrl: string | undefined;
  readonly secret: string;
  /** Made by a checkout session, which alone may end it. */
  readonly ownedBySession: boolean;
  status:
    'requires_payment_method' | 'requires_action' | 'requires_capture' | 'succeeded' | 'canceled';
  paymentMethod: string | undefined;
  charge: Charge | undefined;
  lastError: Record<string, unknown> | undefined;
  cancellationReason: string | undefined;
}

export interface NewIntent {
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly description?: string | undefined;
  readonly captureMethod?: string | undefined;
  readonly returnUrl?: string | undefined;
  readonly ownedBySession?: boolean;
}

type Declined = Extract<CardVerdict, { kind: 'declined' }>;

export class PaymentIntents {
  readonly intents = new Map<string, Intent>();
  readonly charges = new Map<string, Charge>();
  private readonly parts: StripeParts;

  constructor(parts: StripeParts) {
    this.parts = parts;
  }

  get(id: string, param?: string): Intent {
    return this.intents.get(id) ?? missing('payment_intent', id, param);
  }

  /** The newest with this reference of the hub. */
  findByReference(reference: string): Intent | undefined {
    return [...this.intents.values()].findLast(({ metadata }) => metadata['hub_ref'] === reference);
  }

  create(request: NewIntent): Intent {
    const id = stripeId('pi');
    const intent: Intent = {
      id,
      created: secondsOf(this.parts.kit),
      amount: request.amount,
      currency: request.currency,
      metadata: request.metadata,
      description: request.description,
      captureMethod: request.captureMethod ?? 'automatic_async',
      returnUrl: request.returnUrl,
      secret: `${id}_secret_${stripeId('s').slice(2)}`,
      ownedBySession: request.ownedBySession ?? false,
      status: 'requires_payment_method',
      paymentMethod: undefined,
      charge: undefined,
      lastError: undefined,
      cancellationReason: undefined,
    };
    this.intents.set(id, intent);
    return intent;
  }

  /**
   * Charges the payment method.
   *
   * @param canAct whether the guest can be sent to the bank's page
   * @throws Refusal 402 for a card that is declined
   */
  confirm(intent: Intent, paymentMethod: string, canAct: boolean): void {
    const verdict = verdictOf(paymentMethod);
    if (!verdict) missing('PaymentMethod', paymentMethod, 'payment_method');
    intent.paymentMethod = paymentMethod;
    if (verdict.kind === 'paid') {
      this.succeed(intent);
      return;
    }
    if (verdict.kind === 'requires_action' && canAct) {
      intent.status = 'requires_action';
      this.announce(intent, 'payment_intent.requires_action');
      return;
    }
    const declined =
      verdict.kind === 'declined'
        ? verdict
        : {
            kind: 'declined' as const,
            declineCode: 'authentication_required',
            message: NEEDS_BANK,
          };
    this.decline(intent, declined);
    refuse(402, { ...errorOf(declined), payment_intent: this.tell(intent) });
  }

  /** The money is there, or held for a capture. */
  succeed(intent: Intent, paymentMethod = intent.paymentMethod ?? 'pm_card_visa'): void {
    mustBeOpen(intent);
    intent.paymentMethod = paymentMethod;
    intent.lastError = undefined;
    const isManual = intent.captureMethod === 'manual';
    const charge: Charge = {
      id: stripeId('ch'),
      created: secondsOf(this.parts.kit),
      intent,
      amountCaptured: isManual ? 0 : intent.amount,
      amountRefunded: 0,
      disputed: false,
    };
    intent.charge = charge;
    this.charges.set(charge.id, charge);
    intent.status = isManual ? 'requires_capture' : 'succeeded';
    const event = isManual ? 'amount_capturable_updated' : 'succeeded';
    this.announce(intent, `payment_intent.${event}`);
  }

  /** A try that failed; another one is possible. */
  decline(intent: Intent, declined: Declined = DECLINE_AFTER_CHALLENGE): void {
    mustBeOpen(intent);
    intent.status = 'requires_payment_method';
    intent.paymentMethod = undefined;
    intent.lastError = errorOf(declined);
    this.announce(intent, 'payment_intent.payment_failed');
  }

  capture(intent: Intent, amount = intent.amount): void {
    if (intent.status !== 'requires_capture' || !intent.charge) unexpected(intent, 'captured');
    if (amount > intent.amount) {
      invalid('The amount to capture is above the authorised amount.', {
        code: 'amount_too_large',
        param: 'amount_to_capture',
      });
    }
    intent.charge.amountCaptured = amount;
    intent.status = 'succeeded';
    this.announce(intent, 'payment_intent.succeeded');
  }

  cancel(intent: Intent, reason?: string): void {
    if (intent.status === 'succeeded' || intent.status === 'canceled') {
      unexpected(intent, 'canceled');
    }
    if (intent.ownedBySession && intent.status !== 'requires_capture') {
      invalid('A PaymentIntent of a Checkout Session ends by expiring the session.');
    }
    this.void(intent, reason);
  }

  /** Without looking who may. */
  void(intent: Intent, reason?: string): void {
    intent.status = 'canceled';
    intent.cancellationReason = reason;
    this.announce(intent, 'payment_intent.canceled');
  }

  tell(intent: Intent, expand: readonly string[] = []): Record<string, unknown> {
    return {
      id: intent.id,
      object: 'payment_intent',
      amount: intent.amount,
      amount_capturable: intent.status === 'requires_capture' ? intent.amount : 0,
      amount_received: intent.charge?.amountCaptured ?? 0,
      cancellation_reason: orNull(intent.cancellationReason),
      capture_method: intent.captureMethod,
      client_secret: intent.secret,
      created: intent.created,
      currency: intent.currency,
      customer: null,
      description: orNull(intent.description),
      last_payment_error: orNull(intent.lastError),
      latest_charge: this.chargeIn(intent, expand),
      livemode: this.parts.account.livemode,
      metadata: intent.metadata,
      next_action: intent.status === 'requires_action' ? this.nextAction(intent) : null,
      payment_method: orNull(intent.paymentMethod),
      payment_method_types: ['card'],
      status: intent.status,
    };
  }

  tellCharge(charge: Charge): Record<string, unknown> {
    const { intent } = charge;
    return {
      id: charge.id,
      object: 'charge',
      amount: intent.amount,
      amount_captured: charge.amountCaptured,
      amount_refunded: charge.amountRefunded,
      captured: charge.amountCaptured > 0,
      created: charge.created,
      currency: intent.currency,
      disputed: charge.disputed,
      livemode: this.parts.account.livemode,
      metadata: intent.metadata,
      paid: true,
      payment_intent: intent.id,
      refunded: charge.amountRefunded > 0 && charge.amountRefunded === charge.amountCaptured,
      status: 'succeeded',
    };
  }

  announceCharge(charge: Charge, event: string): void {
    sendEvent(this.parts, event, this.tellCharge(charge), charge.intent.id);
  }

  announceDispute(charge: Charge): void {
    const { intent } = charge;
    const dispute = {
      id: stripeId('du'),
      object: 'dispute',
      amount: intent.amount,
      charge: charge.id,
      created: secondsOf(this.parts.kit),
      currency: intent.currency,
      metadata: {},
      payment_intent: intent.id,
      reason: 'fraudulent',
      status: 'needs_response',
    };
    sendEvent(this.parts, 'charge.dispute.created', dispute, intent.id);
  }

  private announce(intent: Intent, event: string): void {
    sendEvent(this.parts, event, this.tell(intent), intent.id);
  }

  private chargeIn({ charge }: Intent, expand: readonly string[]): unknown {
    if (!charge) return null;
    return expand.includes('latest_charge') ? this.tellCharge(charge) : charge.id;
  }

  private nextAction(intent: Intent): Record<string, unknown> {
    if (intent.returnUrl === undefined) {
      return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'stripe_3ds2_fingerprint' } };
    }
    const url = `${this.parts.kit.origin()}/pages/3ds/${intent.id}`;
    return { type: 'redirect_to_url', redirect_to_url: { url, return_url: intent.returnUrl } };
  }
}

/** What is not set is null in answers of this vendor. */
export function orNull<T>(value: T | undefined): T | null {
  return value ?? null;
}

const NEEDS_BANK = 'Your card was declined. This transaction requires authentication.';

function errorOf({ declineCode, message }: Declined) {
  const code =
    declineCode === 'authentication_required' ? 'authentication_required' : 'card_declined';
  return { type: 'card_error' as const, code, decline_code: declineCode, message };
}

function mustBeOpen(intent: Intent): void {
  if (['requires_payment_method', 'requires_action'].includes(intent.status)) return;
  unexpected(intent, 'confirmed');
}

function unexpected(intent: Intent, what: string): never {
  return invalid(`This PaymentIntent could not be ${what}: its status is ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
  });
}
