import { useTexts } from '../../../lib/i18n';
import type { Subscription } from './money.api';

/** `tiap bulan`, `tiap 3 bulan`. */
export function useInterval(): (
  every: Pick<Subscription, 'interval' | 'interval_count'>,
) => string {
  const { t } = useTexts();
  return ({ interval, interval_count: count }) =>
    count === 1
      ? t(`subscription.every.${interval}`)
      : t(`subscription.every_some.${interval}`, { count });
}
