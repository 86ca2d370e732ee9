/** Payment methods of the vendor's test mode and what becomes of a charge with them. */
export type CardVerdict =
  | { readonly kind: 'paid' }
  | { readonly kind: 'requires_action' }
  | { readonly kind: 'declined'; readonly declineCode: string; readonly message: string };

const PAID: CardVerdict = { kind: 'paid' };
const CHALLENGED: CardVerdict = { kind: 'requires_action' };

function declined(declineCode: string, message = 'Your card was declined.'): CardVerdict {
  return { kind: 'declined', declineCode, message };
}

const CARDS: Readonly<Record<string, CardVerdict>> = {
  pm_card_visa: PAID,
  pm_card_mastercard: PAID,
  pm_card_threeDSecure2Required: CHALLENGED,
  pm_card_authenticationRequired: CHALLENGED,
  pm_card_visa_chargeDeclined: declined('generic_decline'),
  pm_card_chargeCustomerFail: declined('generic_decline'),
  pm_card_visa_chargeDeclinedInsufficientFunds: declined(
    'insufficient_funds',
    'Your card has insufficient funds.',
  ),
  pm_card_visa_chargeDeclinedFraudulent: declined('fraudulent'),
  pm_card_visa_chargeDeclinedStolenCard: declined('stolen_card'),
  ctoken_visa: PAID,
};

/** Undefined for a payment method that does not exist. */
export function verdictOf(paymentMethod: string): CardVerdict | undefined {
  return CARDS[paymentMethod];
}

/** Each has a bank's own fixed number of last digits in the real test mode; one is enough here. */
export const DECLINE_AFTER_CHALLENGE: Extract<CardVerdict, { kind: 'declined' }> = {
  kind: 'declined',
  declineCode: 'authentication_not_handled',
  message: 'The provided payment method has failed authentication.',
};
