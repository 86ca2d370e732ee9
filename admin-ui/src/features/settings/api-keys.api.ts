/** Keys by which machines come in. */
import type {
  ApiKeyAnswer,
  CreateApiKey,
  NewApiKeyAnswer,
} from '../../../../src/access/api-keys/api-keys.schemas.js';
import type { Scope } from '../../../../src/access/scopes.js';
import { deleteJson, patchJson, postJson } from '../../lib/api';
import { pagesOf } from '../../lib/page-query';

export type { Scope };
export type ApiKey = ApiKeyAnswer;
export type NewApiKey = CreateApiKey;

export const apiKeysQuery = () => pagesOf<ApiKey>('api-keys', '/api/v1/api-keys');
export const createApiKey = (body: NewApiKey): Promise<NewApiKeyAnswer> =>
  postJson('/api/v1/api-keys', body);
export const revokeApiKey = (id: string): Promise<unknown> => deleteJson(`/api/v1/api-keys/${id}`);
export const limitApiKey = (id: string, perMinute: number | null): Promise<ApiKey> =>
  patchJson(`/api/v1/api-keys/${id}`, { rate_limit_per_minute: perMinute });
