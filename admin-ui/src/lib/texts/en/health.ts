import type { idHealth } from '../id/health';

export const enHealth: Readonly<Record<keyof typeof idHealth, string>> = {
  'health.title': 'Health',
  'health.intro': 'How well each provider works, and what needs a look.',
  'health.window.1h': '1 hour',
  'health.window.24h': '24 hours',
  'health.window.7d': '7 days',
  'health.window.30d': '30 days',
  'health.provider': 'Provider',
  'health.state': 'State',
  'health.calls': 'Calls',
  'health.success': 'Success',
  'health.latency': 'Time p50 / p95 / p99',
  'health.last_error': 'Last error',
  'health.empty': 'No providers yet. Connect your first one under Integrations.',
  'alerts.title': 'Alerts',
  'alerts.empty': 'No open alerts.',
  'alerts.acknowledge': 'I am on it',
  'alerts.resolve': 'Mark as resolved',
  'alerts.acknowledged': '{name} is on it',
};
