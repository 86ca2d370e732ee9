/** Names of fields in the audit log, in words where a page has words for them. */
import { useTexts } from '../../lib/i18n';
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
] as const;

export function useFieldName(): (path: string) => string {
  const { t } = useTexts();
  return (path) => {
    if (isSetting(path)) return t(`settings.field.${path}`);
    const known = FIELDS.find((field) => field === path);
    return known === undefined ? path.replaceAll('_', ' ') : t(`audit.field.${known}`);
  };
}

function isSetting(path: string): path is SettingPath {
  return Object.hasOwn(SETTING_UNITS, path);
}
