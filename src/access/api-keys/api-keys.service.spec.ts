import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Database, Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { PropertyAccessError } from '../access.error.js';
import { AuditLog, type AuditEntry } from '../audit-log.js';
import { AuditLogRepository } from '../audit/audit-log.repository.js';
import { type Actor, systemPrincipal } from '../principal.js';
import { PropertiesRepository, type PropertyRow } from '../properties/properties.repository.js';
import type { ApiKeyCache } from './api-key-cache.js';
import { ApiKeyIssuer } from './api-key-issuer.js';
import { hashApiKey } from './api-key-text.js';
import {
  type ApiKeyFilter,
  type ApiKeyRow,
  ApiKeysRepository,
  type NewApiKeyRow,
} from './api-keys.repository.js';
import { createApiKeySchema } from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const PROPERTY = '0192b3a4-0000-7000-8000-00000000000a';
const ADMIN: Actor = { principal: systemPrincipal('test'), ip: '192.0.2.1' };
const BOUND: Actor = { principal: { ...ADMIN.principal, propertyId: PROPERTY } };

class FakeKeys extends ApiKeysRepository {
  rows: (ApiKeyRow & { hash: Buffer })[] = [];
  readonly announced: string[] = [];

  override async insert(_tx: Sql, row: NewApiKeyRow): Promise<ApiKeyRow> {
    const inserted = { ...row, created_at: NOW, last_used_at: null, revoked_at: null };
    this.rows.push(inserted);
    return inserted;
  }

  override async findForUpdate(_tx: Sql, id: string): Promise<ApiKeyRow | undefined> {
    return this.rows.find((row) => row.id === id);
  }

  override async list(_sql: Sql, filter: ApiKeyFilter): Promise<ApiKeyRow[]> {
    const { propertyId } = filter;
    return this.rows.filter((row) => propertyId === null || row.property_id === propertyId);
  }

  override async revoke(_tx: Sql, id: string, at: Date): Promise<void> {
    this.rows = this.rows.map((row) => (row.id === id ? { ...row, revoked_at: at } : row));
  }

  override async announceChange(_tx: Sql, id: string): Promise<void> {
    this.announced.push(id);
  }
}

class FakeProperties extends PropertiesRepository {
  override async find(_sql: Sql, id: string): Promise<PropertyRow | undefined> {
    if (id !== PROPERTY) return undefined;
    return { id, name: 'Hotel', time_zone: 'Asia/Jakarta', created_at: NOW };
  }
}

class FakeAudit extends AuditLog {
  readonly entries: AuditEntry[] = [];

  override async record(_tx: Sql, entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
  }
}

describe('ApiKeysService', () => {
  let keys: FakeKeys;
  let audit: FakeAudit;
  let cleared: number;
  let service: ApiKeysService;

  beforeEach(() => {
    keys = new FakeKeys();
    audit = new FakeAudit(new AuditLogRepository());
    cleared = 0;
    const database = { transaction: <T>(work: (tx: Sql) => Promise<T>) => work({} as Sql) };
    const cache = { clear: () => (cleared += 1) };
    service = new ApiKeysService(
      database as unknown as Database,
      keys,
      new ApiKeyIssuer(keys, new FakeProperties(), audit),
      cache as unknown as ApiKeyCache,
      { now: () => NOW },
    );
  });

  it('shows a new key once and stores its hash', async () => {
    const created = await service.create({ name: 'PMS', scopes: ['payments:write'] }, ADMIN);

    expect(keys.rows[0]?.hash).toEqual(hashApiKey(created.key));
    expect(created.key.startsWith(created.prefix)).toBe(true);
    const listed = await service.list({ limit: 50 }, ADMIN);
    expect(listed.items[0]).not.toHaveProperty('key');
    expect(JSON.stringify(listed)).not.toContain(created.key);
  });

  it('writes the creation to the audit log, without the key, and tells all instances', async () => {
    const created = await service.create({ name: 'PMS', scopes: ['payments:write'] }, ADMIN);

    expect(audit.entries).toMatchObject([
      {
        action: 'api_key.created',
        subject: { type: 'api_key', id: created.id },
        principal: ADMIN.principal,
        ip: '192.0.2.1',
      },
    ]);
    expect(JSON.stringify(audit.entries)).not.toContain(created.key);
    expect(keys.announced).toEqual([created.id]);
  });

  it('refuses a property that does not exist', async () => {
    const input = { name: 'x', scopes: ['payments:read' as const], property_id: 'unknown' };

    await expect(service.create(input, ADMIN)).rejects.toMatchObject({
      status: 422,
      errors: [{ field: 'property_id' }],
    });
  });

  it('refuses an expiry that has passed', async () => {
    const input = { name: 'x', scopes: ['payments:read' as const], expires_at: NOW.toISOString() };

    await expect(service.create(input, ADMIN)).rejects.toMatchObject({
      status: 422,
      errors: [{ field: 'expires_at' }],
    });
  });

  it('lets a key of one property make keys of that property alone', async () => {
    const input = { name: 'x', scopes: ['admin' as const] };

    await expect(service.create(input, BOUND)).rejects.toThrow(PropertyAccessError);
    await expect(service.create({ ...input, property_id: PROPERTY }, BOUND)).resolves.toMatchObject(
      { property_id: PROPERTY },
    );
  });

  it('shows a key of one property the keys of that property alone', async () => {
    await service.create({ name: 'all', scopes: ['admin'] }, ADMIN);
    await service.create({ name: 'one', scopes: ['admin'], property_id: PROPERTY }, ADMIN);

    const listed = await service.list({ limit: 50 }, BOUND);

    expect(listed.items.map((key) => key.name)).toEqual(['one']);
  });

  it('revokes a key, forgets it here and tells all instances', async () => {
    const { id } = await service.create({ name: 'PMS', scopes: ['admin'] }, ADMIN);

    await service.revoke(id, ADMIN);

    expect(keys.rows[0]?.revoked_at).toEqual(NOW);
    expect(cleared).toBe(1);
    expect(keys.announced).toEqual([id, id]);
    expect(audit.entries[1]).toMatchObject({
      action: 'api_key.revoked',
      before: { revoked_at: null },
      after: { revoked_at: NOW },
    });
  });

  it('writes one audit row however often a key is revoked', async () => {
    const { id } = await service.create({ name: 'PMS', scopes: ['admin'] }, ADMIN);

    await service.revoke(id, ADMIN);
    await service.revoke(id, ADMIN);

    expect(audit.entries.map((entry) => entry.action)).toEqual([
      'api_key.created',
      'api_key.revoked',
    ]);
  });

  it('hides from a key of one property the keys of others', async () => {
    const { id } = await service.create({ name: 'all', scopes: ['admin'] }, ADMIN);

    await expect(service.revoke(id, BOUND)).rejects.toThrow(NotFoundError);
    expect(keys.rows[0]?.revoked_at).toBeNull();
  });
});

describe('createApiKeySchema', () => {
  it('names the allowed scopes when one is unknown', () => {
    const { error } = createApiKeySchema.safeParse({ name: 'x', scopes: ['payments:steal'] });

    expect(error?.issues[0]?.path).toEqual(['scopes', 0]);
    expect(error?.issues[0]?.message).toContain('allowed are admin, payments:read');
  });

  it('takes a scope that is named twice as one', () => {
    const scopes = ['payments:read', 'payments:read'];

    expect(createApiKeySchema.parse({ name: 'x', scopes }).scopes).toEqual(['payments:read']);
  });

  it.each([
    ['no scope', { name: 'x', scopes: [] }],
    ['no name', { name: ' ', scopes: ['admin'] }],
    ['a property that is no id', { name: 'x', scopes: ['admin'], property_id: 'hotel' }],
    ['an expiry without a zone', { name: 'x', scopes: ['admin'], expires_at: '2030-01-01T00:00' }],
    ['a field it does not know', { name: 'x', scopes: ['admin'], key: 'mine' }],
  ])('refuses %s', (_what, body) => {
    expect(createApiKeySchema.safeParse(body).success).toBe(false);
  });
});
