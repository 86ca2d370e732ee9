/** The one sentence: is anything wrong, since when, and what stands in for it. Pure. */
import { placeOfAlert } from '../../lib/alert-places';
import type { TextKey } from '../../lib/i18n';
import type { Alert, Fallback } from './overview.api';

export interface Headline {
  readonly text: TextKey;
  readonly values: Readonly<Record<string, string>>;
  /** ISO 8601; the sentence names it as `{since}`. */
  readonly since?: string;
  readonly tone: 'well' | 'warning' | 'critical';
  readonly button?: { readonly label: TextKey; readonly href: string };
}

export interface Facts {
  readonly fallbacks: readonly Fallback[];
  readonly alerts: readonly Alert[];
  /** Providers that are down or degraded. */
  readonly troubled: readonly { readonly id: string; readonly name: string }[];
  /** How a provider of an alert is called. */
  readonly nameOf: (providerId: string) => string | undefined;
}

/** What keeps guests from being served comes first, then what somebody has to do, then what is only weak. */
export function headlineOf(facts: Facts): Headline {
  const [fallback] = facts.fallbacks;
  if (fallback) return ofFallback(fallback);
  const alert = facts.alerts.find(({ severity }) => severity === 'critical') ?? facts.alerts[0];
  if (alert) return ofAlert(alert, facts);
  const [weak] = facts.troubled;
  if (!weak) return { text: 'overview.all_well', values: {}, tone: 'well' };
  return {
    text: 'overview.weak',
    values: { name: weak.name },
    tone: 'warning',
    button: { label: 'alerts.next.provider', href: `/integrations/${weak.id}` },
  };
}

function ofFallback({ from, to, since, reason }: Fallback): Headline {
  const values = { name: from.name, other: to?.name ?? '' };
  const when = since === null ? {} : { since };
  const key = since === null ? 'now' : 'since';
  if (to === null) {
    return {
      text: `overview.stranded.${key}`,
      values,
      ...when,
      tone: 'critical',
      button: { label: 'alerts.next.fallback', href: '/features' },
    };
  }
  return {
    text: reason === 'paused' ? `overview.paused.${key}` : `overview.fallback.${key}`,
    values,
    ...when,
    tone: 'warning',
    button: { label: 'alerts.next.provider', href: `/integrations/${from.id}` },
  };
}

/** Rules that name one provider, as a sentence about it. */
const SENTENCES: Readonly<Record<string, TextKey>> = {
  provider_down: 'overview.sentence.provider_down',
  failure_rate: 'overview.sentence.failure_rate',
  credentials_refused: 'overview.sentence.credentials_refused',
  webhook_silence: 'overview.sentence.webhook_silence',
  webhooks_rejected: 'overview.sentence.webhooks_rejected',
  webhooks_failed: 'overview.sentence.webhooks_failed',
};

function ofAlert(alert: Alert, { alerts, nameOf }: Facts): Headline {
  const name = alert.provider_id === null ? undefined : nameOf(alert.provider_id);
  const sentence = SENTENCES[alert.rule];
  const tone = alert.severity;
  const button = placeOfAlert(alert);
  if (sentence !== undefined && name !== undefined) {
    return {
      text: sentence,
      values: { name },
      since: alert.raised_at,
      tone,
      ...(button && { button }),
    };
  }
  const values = { count: String(alerts.length) };
  return {
    text: 'overview.trouble',
    values,
    since: alert.raised_at,
    tone,
    ...(button && { button }),
  };
}
