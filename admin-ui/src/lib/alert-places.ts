/** Where the next step of an alert is done. */
import type { AlertAnswer } from '../../../src/monitoring/alerts/alerts.schemas.js';
import type { TextKey } from './i18n';

export interface AlertPlace {
  readonly href: string;
  readonly label: TextKey;
}

type Placed = Pick<AlertAnswer, 'rule' | 'provider_id' | 'data'>;

const onProvider =
  (tab: string, label: TextKey) =>
  ({ provider_id: id }: Placed): AlertPlace | undefined =>
    id === null ? undefined : { href: `/integrations/${id}?tab=${tab}`, label };
const fixed = (href: string, label: TextKey) => (): AlertPlace => ({ href, label });

/** By the rule that raised it; a rule that is not listed leads to its provider, if it has one. */
const PLACES: Readonly<Record<string, (alert: Placed) => AlertPlace | undefined>> = {
  provider_down: (alert) =>
    isFilled(alert.data['features_without_fallback'])
      ? { href: '/features', label: 'alerts.next.fallback' }
      : onProvider('overview', 'alerts.next.provider')(alert),
  failure_rate: onProvider('logs', 'alerts.next.logs'),
  credentials_refused: onProvider('credentials', 'alerts.next.credentials'),
  webhooks_rejected: onProvider('credentials', 'alerts.next.webhook_secret'),
  webhooks_failed: fixed('/webhooks?tab=in', 'alerts.next.webhooks'),
  webhook_silence: onProvider('webhooks', 'alerts.next.provider_webhooks'),
  dead_letters: fixed('/webhooks?tab=dead', 'alerts.next.dead'),
  endpoint_disabled: fixed('/webhooks?tab=out', 'alerts.next.endpoints'),
  usage_limit: fixed('/settings/usage', 'alerts.next.usage'),
  late_payments: fixed('/payments?status=paid_late', 'alerts.next.payments'),
  payment_attention: ({ data }) => {
    const id = data['payment_id'];
    return typeof id === 'string'
      ? { href: `/payments/${id}`, label: 'alerts.next.payment' }
      : undefined;
  },
};

export function placeOfAlert(alert: Placed): AlertPlace | undefined {
  const place = PLACES[alert.rule];
  return place ? place(alert) : onProvider('overview', 'alerts.next.provider')(alert);
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** Features that the alert says have nobody to take over, or run on somebody else. */
export function affectedFeatures({ data }: Pick<AlertAnswer, 'data'>): string[] {
  return [data['features_without_fallback'], data['features_on_fallback']].flatMap((value) =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [],
  );
}
