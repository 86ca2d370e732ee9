/** Whether a provider can take a payment at all, asked before any vendor is. */
import { InvalidInputError } from '#core/errors/app-error.js';
import type { Provider } from '#providers/provider.types.js';

/** Why a provider of the chain is passed over before it is asked. */
export type UnfitReason =
  | 'single_payments_unsupported'
  | 'method_required'
  | 'method_unsupported'
  | 'method_disabled'
  | 'currency_unsupported'
  | 'amount_too_small'
  | 'amount_too_big'
  | 'capture_unsupported'
  | 'token_unusable';

export interface Misfit {
  readonly reason: UnfitReason;
  /** Names the field, what was expected and what to do. */
  readonly error: InvalidInputError;
}

export interface PaymentWish {
  readonly method?: string;
  /** Minor units; left out when it is not known yet. */
  readonly amount?: number;
  readonly currency: string;
}

/** Whether the hotel has switched a method off. */
export type IsDisabled = (method: string) => boolean;

type Taker = Pick<Provider, 'connector' | 'name'>;

/** Why this provider can't take this payment, or undefined when it can. */
export function misfitOf(
  provider: Taker,
  wish: PaymentWish,
  isDisabled: IsDisabled,
): Misfit | undefined {
  return (
    recurringMisfit(provider) ??
    methodMisfit(provider, wish) ??
    disabledMisfit(provider, wish, isDisabled) ??
    moneyMisfit(provider, wish)
  );
}

/** The part of it that holds for recurring payments, too. */
export function moneyMisfit(provider: Taker, wish: PaymentWish): Misfit | undefined {
  return currencyMisfit(provider, wish) ?? amountMisfit(provider, wish);
}

/** The method's own limits, else those of the whole product. */
export function amountLimits(
  { methods, default_method: defaultMethod, limits }: Provider['connector'],
  asked: string | undefined,
): { readonly min?: number; readonly max?: number } {
  const method = methods[asked ?? defaultMethod ?? ''];
  return { min: method?.min ?? limits.amount?.min, max: method?.max ?? limits.amount?.max };
}

function recurringMisfit({ connector, name }: Taker): Misfit | undefined {
  const { create, subscribe } = connector.operations;
  if (create !== undefined || subscribe === undefined) return undefined;
  const message = `${name} takes no single payments; name another provider, or use POST /api/v1/payments/subscriptions.`;
  return {
    reason: 'single_payments_unsupported',
    error: new InvalidInputError('provider', message, 'unsupported'),
  };
}

function methodMisfit({ connector, name }: Taker, { method }: PaymentWish): Misfit | undefined {
  const known = Object.keys(connector.methods);
  if (method === undefined) {
    if (!connector.method_required || connector.default_method !== undefined) return undefined;
    const message = `${name} needs a method: ${known.join(', ')}.`;
    return {
      reason: 'method_required',
      error: new InvalidInputError('method', message, 'required'),
    };
  }
  if (known.includes(method)) return undefined;
  const offer = known.length === 0 ? 'leave method out' : `choose one of ${known.join(', ')}`;
  const message = `${name} does not take "${method}"; ${offer}.`;
  return {
    reason: 'method_unsupported',
    error: new InvalidInputError('method', message, 'unsupported'),
  };
}

function disabledMisfit(
  { connector }: Taker,
  wish: PaymentWish,
  isDisabled: IsDisabled,
): Misfit | undefined {
  const method = wish.method ?? connector.default_method;
  if (method === undefined || !isDisabled(method)) return undefined;
  const message = `"${method}" is switched off for this property; choose another method, or switch it on with PUT /api/v1/payment-methods/settings.`;
  return { reason: 'method_disabled', error: new InvalidInputError('method', message, 'disabled') };
}

function currencyMisfit({ connector, name }: Taker, { currency }: PaymentWish): Misfit | undefined {
  if (connector.currencies === undefined || connector.currencies.includes(currency)) {
    return undefined;
  }
  const message = `${name} takes ${connector.currencies.join(', ')}, not ${currency}.`;
  return {
    reason: 'currency_unsupported',
    error: new InvalidInputError('currency', message, 'unsupported'),
  };
}

function amountMisfit({ connector, name }: Taker, wish: PaymentWish): Misfit | undefined {
  const { amount, currency } = wish;
  const { min, max } = amountLimits(connector, wish.method);
  if (amount === undefined) return undefined;
  if (min !== undefined && amount < min) {
    const message = `${name} takes at least ${min} ${currency}.`;
    return {
      reason: 'amount_too_small',
      error: new InvalidInputError('amount', message, 'too_small'),
    };
  }
  if (max !== undefined && amount > max) {
    const message = `${name} takes at most ${max} ${currency}.`;
    return { reason: 'amount_too_big', error: new InvalidInputError('amount', message, 'too_big') };
  }
  return undefined;
}
