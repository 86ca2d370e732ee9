import type { SettingPath } from './settings.api';

type Unit =
  'days' | 'hours' | 'minutes' | 'percent' | 'per_minute' | 'calls' | 'webhooks' | 'letters';

/** What the number of a setting counts; undefined for what is on or off. */
export const SETTING_UNITS: Readonly<Record<SettingPath, Unit | undefined>> = {
  'retention.integration_logs_days': 'days',
  'retention.webhook_logs_days': 'days',
  'retention.events_days': 'days',
  'alerts.failure_rate_percent': 'percent',
  'alerts.failure_rate_min_calls': 'calls',
  'alerts.rejected_webhooks': 'webhooks',
  'alerts.dead_letters': 'letters',
  'alerts.usage_percent': 'percent',
  'alerts.resolve_after_minutes': 'minutes',
  'privacy.guest_data_days': 'days',
  'sessions.idle_minutes': 'minutes',
  'sessions.lifetime_hours': 'hours',
  'limits.per_key_per_minute': 'per_minute',
  'limits.per_ip_per_minute': 'per_minute',
  'limits.refused_webhooks_per_ip_per_minute': 'per_minute',
  'status_page.is_on': undefined,
  'status_page.shows_names': undefined,
};
