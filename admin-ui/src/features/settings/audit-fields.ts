/** Names of fields in the audit log, in words where a page has words for them. */
import { useTexts } from '../../lib/i18n';
import { partsOf } from './audit-changes';
import { SETTING_UNITS } from './setting-units';
import type { SettingPath } from './settings.api';

const FIELDS = [
  'name',
  'email',
  'role',
  'locale',
  'property_id',
  'disabled_at',
  'time_zone',
  'scopes',
  'prefix',
  'expires_at',
  'revoked_at',
  'rate_limit_per_minute',
  'chain',
  'strategy',
  'is_active',
  'is_default',
  'environment',
  'credentials_changed',
  'credentials_set',
  'reason',
  'status',
  'url',
  'events',
  'key_id',
  'version',
  'how',
  'api_format',
  'base_urls',
  'slug',
  'fees',
  'extra_config',
  'extra_header_names',
  'display_order',
  'weights',
  'state',
  'paused_at',
  'paused_until',
  'pause_reason',
  'note',
  'count',
  'total',
  'cancelled_items',
  'fields',
  'sources',
  'user_id',
  'session_id',
  'payment_id',
  'order_id',
  'ids',
  'amount',
  'currency',
  'destination',
  'reference',
  'paid_at',
  'late_decision',
  'methods',
  'filter',
  'since',
  'until',
  'error',
  'previous_valid_until',
  'is_second_factor_removed',
  'blocked_for_seconds',
  'action',
] as const;
const LIMITS = ['monthly_calls', 'daily_calls', 'monthly_cost'] as const;

/** Names for paths of changes; `nameOf` knows what ids inside of them stand for. */
export function useFieldName(nameOf: (id: string) => string): (path: string) => string {
  const { t } = useTexts();
  return (path) => {
    if (isSetting(path)) return t(`settings.field.${path}`);
    const { field, inside } = partsOf(path);
    const known = FIELDS.find((one) => one === field);
    const limit = LIMITS.find((one) => one === field);
    const name =
      known !== undefined
        ? t(`audit.field.${known}`)
        : limit === undefined
          ? field.replaceAll('_', ' ')
          : t(`usage.limit.${limit}`);
    return inside === '' ? name : `${name}: ${nameOf(inside)}`;
  };
}

function isSetting(path: string): path is SettingPath {
  return Object.hasOwn(SETTING_UNITS, path);
}
