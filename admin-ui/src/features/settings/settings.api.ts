/** What an owner can set, properties and the trial of an alert. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ChangeProperty,
  PropertyAnswer,
} from '../../../../src/access/properties/properties.schemas.js';
import type { SettingField, SettingFields } from '../../../../src/core/settings/setting-fields.js';
import type { Settings, SettingsChange } from '../../../../src/core/settings/settings.schemas.js';
import type { TrialAlertAnswer } from '../../../../src/monitoring/alerts/alerts.schemas.js';
import { getJson, patchJson, postJson } from '../../lib/api';

export type { PropertyAnswer, SettingField };
export type HubSettings = Settings;
export type SettingGroup = keyof Settings;
/** `retention.events_days` and its like, as many as the hub has. */
export type SettingPath = {
  [G in SettingGroup]: `${G}.${keyof Settings[G] & string}`;
}[SettingGroup];

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => getJson<HubSettings>('/api/v1/settings'),
});
export const changeSettings = (body: SettingsChange): Promise<HubSettings> =>
  patchJson('/api/v1/settings', body);

/** Defaults and ranges; they change with the hub's version alone. */
export const settingFieldsQuery = queryOptions({
  queryKey: ['settings', 'fields'],
  queryFn: async () => (await getJson<SettingFields>('/api/v1/settings/fields')).items,
  staleTime: Infinity,
});

export interface PropertyForm {
  readonly name: string;
  readonly time_zone: string;
}
export const createProperty = (body: PropertyForm): Promise<PropertyAnswer> =>
  postJson('/api/v1/properties', body);
export const changeProperty = (id: string, body: ChangeProperty): Promise<PropertyAnswer> =>
  patchJson(`/api/v1/properties/${id}`, body);

export const sendTrialAlert = (): Promise<TrialAlertAnswer> => postJson('/api/v1/alerts/test');
