import { DEFAULT_CURRENCY } from '#core/money/money.js';
import type { Provider } from '#providers/provider.types.js';
import { calculateFee, findFee, hasAmounts } from './fee-calculation.js';

/** What a provider's fee depends on. */
export interface FeeQuestion {
  /** Undefined on a hosted page, where the guest chooses later. */
  readonly method: string | undefined;
  /** Minor units; undefined when it is not known yet. */
  readonly amount: number | undefined;
  readonly currency: string;
}

type FeeHolder = Pick<Provider, 'fees' | 'defaultCurrency' | 'connector'>;

/**
 * What the provider takes for such a payment, by its fee table; an estimate in minor units of the payment's currency.
 * While the guest has not chosen a method it is known only when all methods cost the same.
 *
 * @returns null when it is not known, which is not the same as free of charge
 */
export function feeOfProvider(provider: FeeHolder, question: FeeQuestion): number | null {
  if (provider.fees.length === 0) return null;
  const method = question.method ?? provider.connector.default_method;
  if (method !== undefined) return feeOfMethod(provider, method, question);
  const methods = Object.keys(provider.connector.methods);
  const [first, ...others] = (methods.length > 0 ? methods : ['']).map((one) =>
    feeOfMethod(provider, one, question),
  );
  return first !== undefined && others.every((fee) => fee === first) ? first : null;
}

function feeOfMethod(provider: FeeHolder, method: string, question: FeeQuestion): number | null {
  const fee = findFee(provider.fees, method);
  if (!fee) return null;
  if (hasAmounts(fee) && currencyOf(provider) !== question.currency) return null;
  return calculateFee(fee, question.amount);
}

/** The currency of the amounts in the table. */
function currencyOf({ defaultCurrency, connector }: FeeHolder): string {
  return defaultCurrency ?? connector.currencies?.[0] ?? DEFAULT_CURRENCY;
}
