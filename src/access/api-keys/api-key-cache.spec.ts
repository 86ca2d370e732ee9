import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '#core/database/database.js';
import type { Notifications } from '#core/database/notifications.js';
import { ApiKeyCache } from './api-key-cache.js';
import { hashApiKey } from './api-key-text.js';
import { type ApiKeyRow, ApiKeysRepository } from './api-keys.repository.js';

const ROW: ApiKeyRow = {
  id: '0192b3a4-0000-7000-8000-000000000001',
  property_id: null,
  name: 'PMS',
  prefix: 'kunci_ab',
  scopes: ['payments:write'],
  created_by: 'system:test',
  created_at: new Date(0),
  last_used_at: null,
  revoked_at: null,
  rate_limit_per_minute: null,
  expires_at: null,
};

class FakeRepository extends ApiKeysRepository {
  readonly rows = new Map<string, ApiKeyRow>();
  queries = 0;
  /** Runs while a query is under way. */
  meanwhile: () => void = () => undefined;

  put(text: string, row: ApiKeyRow): void {
    this.rows.set(hashApiKey(text).toString('hex'), row);
  }

  override async findByHash(_sql: unknown, hash: Buffer): Promise<ApiKeyRow | undefined> {
    this.queries += 1;
    const row = this.rows.get(hash.toString('hex'));
    await Promise.resolve();
    this.meanwhile();
    return row;
  }
}

class FakeNotifications {
  readonly handlers = new Map<string, (payload: string) => void>();
  reconnect: () => void = () => undefined;

  subscribe(channel: string, handler: (payload: string) => void): () => void {
    this.handlers.set(channel, handler);
    return () => this.handlers.delete(channel);
  }

  onReconnect(handler: () => void): void {
    this.reconnect = handler;
  }
}

describe('ApiKeyCache', () => {
  let repository: FakeRepository;
  let notifications: FakeNotifications;
  let nowMs: number;
  let cache: ApiKeyCache;

  beforeEach(() => {
    repository = new FakeRepository();
    notifications = new FakeNotifications();
    nowMs = 0;
    cache = new ApiKeyCache(
      undefined as unknown as Database,
      repository,
      notifications as unknown as Notifications,
      { now: () => new Date(nowMs) },
    );
    cache.onModuleInit();
    repository.put('key', ROW);
  });

  it('gives the principal of a key', async () => {
    expect(await cache.find('key')).toEqual({
      principal: {
        kind: 'api_key',
        id: ROW.id,
        name: 'PMS',
        scopes: ['payments:write'],
        propertyId: null,
      },
      revokedAt: null,
      rateLimitPerMinute: null,
      expiresAt: null,
    });
  });

  it('asks the database once for many requests', async () => {
    for (let request = 0; request < 50; request += 1) await cache.find('key');

    expect(repository.queries).toBe(1);
  });

  it('asks once for requests that arrive together', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => cache.find('key')));

    expect(found.every((key) => key?.principal.id === ROW.id)).toBe(true);
    expect(repository.queries).toBe(1);
  });

  it('sees a revocation as soon as it is told', async () => {
    await cache.find('key');
    repository.put('key', { ...ROW, revoked_at: new Date(1) });

    notifications.handlers.get('api_keys')?.(ROW.id);

    expect((await cache.find('key'))?.revokedAt).toEqual(new Date(1));
  });

  it('asks again after the listening connection was lost', async () => {
    await cache.find('key');

    notifications.reconnect();
    await cache.find('key');

    expect(repository.queries).toBe(2);
  });

  it('asks again after a minute, in case a message was lost', async () => {
    await cache.find('key');
    nowMs = 59_999;
    await cache.find('key');
    expect(repository.queries).toBe(1);

    nowMs = 60_000;
    await cache.find('key');

    expect(repository.queries).toBe(2);
  });

  it('does not keep an answer that a change made old while it was fetched', async () => {
    repository.meanwhile = () => {
      repository.put('key', { ...ROW, revoked_at: new Date(1) });
      cache.clear();
      repository.meanwhile = () => undefined;
    };
    await cache.find('key');

    expect((await cache.find('key'))?.revokedAt).toEqual(new Date(1));
  });

  it('remembers for a short time that a key is unknown', async () => {
    await cache.find('guess');
    await cache.find('guess');
    expect(repository.queries).toBe(1);

    nowMs = 5_000;
    expect(await cache.find('guess')).toBeUndefined();

    expect(repository.queries).toBe(2);
  });

  it('finds a key that was created after it had been refused', async () => {
    await cache.find('later');
    repository.put('later', ROW);

    notifications.handlers.get('api_keys')?.(ROW.id);

    expect(await cache.find('later')).toBeDefined();
  });

  it('keeps a known key however many unknown ones are tried', async () => {
    await cache.find('key');
    for (let guess = 0; guess < 10_050; guess += 1) await cache.find(`guess ${guess}`);
    const before = repository.queries;

    await cache.find('key');
    expect(repository.queries).toBe(before);

    await cache.find('guess 0');
    expect(repository.queries).toBe(before + 1);
  });

  it('asks again after a query failed', async () => {
    repository.meanwhile = () => {
      throw new Error('connection lost');
    };
    await expect(cache.find('key')).rejects.toThrow('connection lost');
    repository.meanwhile = () => undefined;

    expect(await cache.find('key')).toBeDefined();
  });

  it('stops listening on shutdown', () => {
    cache.onModuleDestroy();

    expect(notifications.handlers.size).toBe(0);
  });
});
