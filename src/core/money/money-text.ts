import { toDecimal } from '#core/money/money.js';

/**
 * An amount as people in Indonesia write it: 4440 IDR is `Rp 4.440`, 1050 USD is `US$10,50`.
 *
 * @param minor integer in the currency's minor unit; may be negative
 */
export function moneyText(minor: number, currency: string): string {
  const decimal = toDecimal(minor, currency);
  const places = decimal.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat('id-ID', {
    style: 'currency',
    currency,
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  // As text, so that no float is made of it; Intl joins by a space that does not break, which confuses who compares.
  return format.format(decimal as Intl.StringNumericLiteral).replace(/\u00a0/g, ' ');
}
