/** Keys, the audit log and what an owner can set. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ApiKeyAnswer,
  NewApiKeyAnswer,
} from '../../../../src/access/api-keys/api-keys.schemas.js';
import type { AuditLogEntry } from '../../../../src/access/audit/audit-log.schemas.js';
import type { Settings, SettingsChange } from '../../../../src/core/settings/settings.schemas.js';
import { deleteJson, getJson, patchJson, postJson } from '../../lib/api';
import { pagesOf } from '../../lib/page-query';

export type ApiKey = ApiKeyAnswer;
export type AuditEntry = AuditLogEntry;
export type HubSettings = Settings;

export const apiKeysQuery = () => pagesOf<ApiKey>('api-keys', '/api/v1/api-keys');
export const createApiKey = (body: {
  readonly name: string;
  readonly scopes: readonly string[];
}): Promise<NewApiKeyAnswer> => postJson('/api/v1/api-keys', body);
export const revokeApiKey = (id: string): Promise<unknown> => deleteJson(`/api/v1/api-keys/${id}`);

export const auditQuery = () => pagesOf<AuditEntry>('audit', '/api/v1/audit-log');

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => getJson<HubSettings>('/api/v1/settings'),
});
export const changeSettings = (body: SettingsChange): Promise<HubSettings> =>
  patchJson('/api/v1/settings', body);
