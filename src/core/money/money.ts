/**
 * Exact conversions between minor units (how amounts live in this system) and the notations of the
 * outside world. All arithmetic is on digits and BigInt; nothing here rounds: what would lose a digit
 * is refused.
 */
import { InvalidInputError } from '#core/errors/app-error.js';
import { CURRENCY_EXPONENTS } from '#core/money/currencies.js';

/** Longer than any real amount; keeps hostile input away from BigInt. */
const MAX_DIGITS = 40;
const MAX_EXPONENT = 12;
/** Taken where nobody says which; hotels here are paid in rupiah. */
export const DEFAULT_CURRENCY = 'IDR';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** An amount that can't be represented exactly or can't be read. HTTP 422. */
export class InvalidAmountError extends InvalidInputError {
  constructor(message: string) {
    super('amount', message, 'invalid_amount');
  }
}

/** Whether the text is the code (upper case) of a currency that is in use. */
export function isCurrency(code: string): boolean {
  return CURRENCY_EXPONENTS.has(code);
}

/**
 * Decimal places of the currency's minor unit in our own rows.
 *
 * @throws InvalidInputError for a code that is not in the table.
 */
export function exponentOf(currency: string): number {
  const exponent = CURRENCY_EXPONENTS.get(currency);
  if (exponent === undefined) {
    throw new InvalidInputError(
      'currency',
      'The currency is not known; use an ISO 4217 code such as IDR.',
      'unknown_currency',
    );
  }
  return exponent;
}

/**
 * Writes an amount as a decimal text: 150000 IDR is `150000`, 1050 USD is `10.50`.
 *
 * @param minor integer in the currency's minor unit; may be negative
 * @param places digits after the point; the default is the currency's own number
 * @throws InvalidAmountError when fewer places would cut off digits that are not zero
 */
export function toDecimal(minor: number | bigint, currency: string, places?: number): string {
  const exponent = exponentOf(currency);
  const wanted = places ?? exponent;
  const scaled = rescaleDigits(toBigInt(minor), exponent, checkedExponent(wanted));
  const negative = scaled < 0n;
  const digits = (negative ? -scaled : scaled).toString().padStart(wanted + 1, '0');
  const whole = digits.slice(0, digits.length - wanted);
  const text = wanted === 0 ? whole : `${whole}.${digits.slice(-wanted)}`;
  return negative ? `-${text}` : text;
}

/**
 * Reads a decimal amount (`"150000"`, `"150000.00"`, 150000.5) into minor units. Exponent notation,
 * signs other than `-`, separators and white space are refused.
 *
 * @param exponentOverride minor-unit places to use instead of the currency's own
 * @throws InvalidAmountError when the text is no plain decimal, when digits would be lost, or when the
 *   result is beyond what a number holds exactly
 */
export function parseDecimal(
  value: string | number,
  currency: string,
  exponentOverride?: number,
): number {
  const exponent = checkedExponent(exponentOverride ?? exponentOf(currency));
  const text = typeof value === 'number' ? String(value) : value;
  const parts = text.length <= MAX_DIGITS ? DECIMAL.exec(text) : null;
  if (parts === null) {
    throw new InvalidAmountError(
      'The amount must be a plain decimal number such as 150000 or 10.50.',
    );
  }
  const [, sign = '', whole = '', fraction = ''] = parts;
  const unscaled = BigInt(`${whole}${fraction}`);
  const minor = rescaleDigits(unscaled, fraction.length, exponent);
  return toSafeNumber(sign === '-' ? -minor : minor);
}

/**
 * Converts an integer amount from one number of decimal places to another: 150000 from 0 to 2 is
 * 15000000.
 *
 * @throws InvalidAmountError when digits would be lost or the result is beyond exact numbers
 */
export function rescale(minor: number | bigint, fromExponent: number, toExponent: number): number {
  const from = checkedExponent(fromExponent);
  return toSafeNumber(rescaleDigits(toBigInt(minor), from, checkedExponent(toExponent)));
}

function rescaleDigits(value: bigint, from: number, to: number): bigint {
  if (to >= from) return value * 10n ** BigInt(to - from);
  const divisor = 10n ** BigInt(from - to);
  if (value % divisor !== 0n) {
    throw new InvalidAmountError(
      `The amount has more decimal places than the ${to} that are possible here; it would not be exact.`,
    );
  }
  return value / divisor;
}

function toBigInt(minor: number | bigint): bigint {
  if (typeof minor === 'bigint') return minor;
  if (!Number.isSafeInteger(minor)) {
    throw new InvalidAmountError('The amount must be a whole number of minor units.');
  }
  return BigInt(minor);
}

function toSafeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new InvalidAmountError('The amount is too large to be handled exactly.');
  }
  return number === 0 ? 0 : number;
}

function checkedExponent(exponent: number): number {
  if (Number.isInteger(exponent) && exponent >= 0 && exponent <= MAX_EXPONENT) return exponent;
  throw new InvalidAmountError(
    `The number of decimal places must be between 0 and ${MAX_EXPONENT}.`,
  );
}
