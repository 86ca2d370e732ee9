import { money } from '../../lib/format';
import type { Language } from '../../lib/i18n';

interface Cost {
  readonly amount: number;
  readonly currency: string;
}

/** `Rp 12.400`; one after the other where there are several currencies. */
export function costText(costs: readonly Cost[], language: Language): string {
  if (costs.length === 0) return '–';
  return costs.map(({ amount, currency }) => money(amount, currency, language)).join(' + ');
}
