import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import type { Provider } from '#providers/provider.types.js';
import { closeLeftBehind } from './left-behind/close-left-behind.js';
import { paymentCategory } from './payment.category.js';
import { toQuery } from './payment.mapper.js';
import type { SaidAmount } from './payment-amounts.js';
import type { PaymentPort, PaymentQuery, PaymentState } from './payment.port.js';
import type { PaymentRow } from './payment.rows.js';
import { isUnconfirmed } from './payment-status.js';

export interface Claim {
  /** What the webhook says. */
  readonly told: PaymentState;
  readonly payment: PaymentRow;
  /** The provider it comes from; another one than the payment's when a fallback left it behind. */
  readonly speaker: Provider;
  readonly confirm: 'status' | 'none';
}

export interface Confirmed {
  readonly state: PaymentState;
  readonly claimed?: SaidAmount;
  /** Whether the vendor, when asked, did not say the same; undefined where the webhook's word is enough. */
  readonly isUnconfirmed?: boolean;
}

/** How far a webhook about a payment is believed. */
@Injectable()
export class PaymentConfirmation {
  constructor(private readonly ports: ProviderPorts) {}

  /**
   * The webhook's own word, or the vendor's answer where the signature does not cover the word.
   *
   * @throws VendorError when the vendor could not be asked
   */
  async confirm(claim: Claim): Promise<Confirmed> {
    const { told, payment, speaker } = claim;
    if (speaker.id !== payment.provider_id) return this.leftBehind(claim);
    if (isEmptyWord(told, payment)) {
      const isUnconfirmed = claim.confirm === 'status';
      return { state: { ...told, status: undefined }, isUnconfirmed };
    }
    const port = this.ports.get(paymentCategory, speaker);
    if (claim.confirm === 'none' || !port.can('status')) return { state: told };
    const state = await ask(port, payment.id, {
      ...toQuery(payment),
      gatewayTransactionId:
        told.gatewayTransactionId ?? payment.gateway_transaction_id ?? undefined,
      refs: { ...payment.refs, ...told.refs },
    });
    // A vendor that knows nothing of the payment contradicts the webhook, ids and all.
    if (state === undefined) return { state: { refs: {} }, isUnconfirmed: true };
    return {
      state: { ...state, refs: { ...told.refs, ...state.refs } },
      claimed: claimOf(told, state),
      isUnconfirmed: state.status !== told.status,
    };
  }

  /** What a provider that was left behind has is closed, so that one booking is not paid twice. */
  private async leftBehind({ told, payment, speaker, confirm }: Claim): Promise<Confirmed> {
    const port = this.ports.get(paymentCategory, speaker);
    const { reference, amount, currency } = payment;
    const query = {
      reference,
      amount,
      currency,
      gatewayTransactionId: told.gatewayTransactionId,
      refs: told.refs,
    };
    const mustAsk = confirm === 'status' && port.can('status');
    const state = mustAsk ? ((await ask(port, payment.id, query)) ?? { refs: {} }) : told;
    return {
      state: await closeLeftBehind(port, { paymentId: payment.id, query, state }),
      isUnconfirmed: state.status !== told.status,
    };
  }
}

/** An amount that can't be read in the webhook matters no more once the vendor's answer names one. */
function claimOf(told: PaymentState, { amount }: PaymentState): SaidAmount {
  return amount === undefined ? told : { ...told, unreadAmount: undefined };
}

/** Undefined when the vendor has no such payment. */
async function ask(
  port: PaymentPort,
  paymentId: string,
  query: PaymentQuery,
): Promise<PaymentState | undefined> {
  try {
    return await runInScope({ reference: paymentId }, () => port.status(query));
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

/** "Still pending" moves nothing, so it is not worth asking the vendor; a create under way writes its own end. */
function isEmptyWord(told: PaymentState, payment: PaymentRow): boolean {
  return (
    told.status === 'pending' && (payment.status === 'created' || !isUnconfirmed(payment.status))
  );
}
