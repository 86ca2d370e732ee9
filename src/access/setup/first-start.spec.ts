/** Bootstrap and setup belong together: both end with one owner, one property and one way in. */
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Config, readConfig } from '#core/config/config.js';
import type { Database, Sql } from '#core/database/database.js';
import { ConflictError } from '#core/errors/app-error.js';
import { GoneError, UnknownSetupTokenError } from '../access.error.js';
import { ApiKeyIssuer } from '../api-keys/api-key-issuer.js';
import { hashApiKey } from '../api-keys/api-key-text.js';
import {
  type ApiKeyRow,
  ApiKeysRepository,
  type NewApiKeyRow,
} from '../api-keys/api-keys.repository.js';
import { AuditLog, type AuditEntry } from '../audit-log.js';
import { AuditLogRepository } from '../audit/audit-log.repository.js';
import { BootstrapService } from '../bootstrap.service.js';
import { PropertiesRepository, type PropertyRow } from '../properties/properties.repository.js';
import { PropertiesService } from '../properties/properties.service.js';
import { verifyPassword } from '../user-passwords.js';
import { UserCreator } from '../users/user-creator.js';
import { type NewUserRow, UsersRepository, type UserRow } from '../users/users.repository.js';
import { FirstOwner } from './first-owner.js';
import { SetupLinks } from './setup-links.js';
import { type SetupLinkRow, SetupLinksRepository } from './setup-links.repository.js';
import { setupSchema } from './setup.schemas.js';
import { SetupService } from './setup.service.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const OPERATOR_KEY = 'operator-chosen-key-of-32-letters';
const BY_SETTINGS = {
  KUNCI_BOOTSTRAP_EMAIL: 'owner@hotel.example',
  KUNCI_BOOTSTRAP_PASSWORD: 'kata sandi panjang',
  KUNCI_BOOTSTRAP_API_KEY: OPERATOR_KEY,
};
const OWNER = { email: 'owner@hotel.example', password: 'kata sandi panjang' };

class FakeUsers extends UsersRepository {
  readonly rows: NewUserRow[] = [];
  locks = 0;

  override async lock(): Promise<void> {
    this.locks += 1;
  }

  override async hasAny(): Promise<boolean> {
    return this.rows.length > 0;
  }

  override async insert(_tx: Sql, row: NewUserRow): Promise<UserRow> {
    this.rows.push(row);
    return {
      ...{ name: '', locale: 'id', property_id: null, ...row },
      must_change_password: false,
      has_password: true,
      has_second_factor: false,
      created_at: new Date(0),
      last_login_at: null,
      disabled_at: null,
    };
  }
}

class FakeKeys extends ApiKeysRepository {
  readonly rows: (ApiKeyRow & { hash: Buffer })[] = [];

  override async findByHash(_sql: Sql, hash: Buffer): Promise<ApiKeyRow | undefined> {
    return this.rows.find((row) => row.hash.equals(hash));
  }

  override async insert(_tx: Sql, row: NewApiKeyRow): Promise<ApiKeyRow> {
    const inserted = { ...row, created_at: new Date(0), last_used_at: null, revoked_at: null };
    this.rows.push(inserted);
    return inserted;
  }

  override async announceChange(): Promise<void> {
    await Promise.resolve();
  }
}

class FakeProperties extends PropertiesRepository {
  readonly rows: PropertyRow[] = [];

  override async hasAny(): Promise<boolean> {
    return this.rows.length > 0;
  }

  override async insert(_tx: Sql, row: Omit<PropertyRow, 'created_at'>): Promise<PropertyRow> {
    const inserted = { ...row, created_at: new Date(0) };
    this.rows.push(inserted);
    return inserted;
  }
}

class FakeLinks extends SetupLinksRepository {
  readonly rows = new Map<string, SetupLinkRow>();

  override async insert(_tx: Sql, hash: Buffer, at: Date): Promise<void> {
    this.rows.set(hash.toString('hex'), { created_at: at, used_at: null });
  }

  override async find(_sql: Sql, hash: Buffer): Promise<SetupLinkRow | undefined> {
    return this.rows.get(hash.toString('hex'));
  }

  override async markUsed(_tx: Sql, hash: Buffer, at: Date): Promise<void> {
    this.rows.set(hash.toString('hex'), { created_at: new Date(0), used_at: at });
  }
}

class FakeAudit extends AuditLog {
  readonly entries: AuditEntry[] = [];

  override async record(_tx: Sql, entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
  }
}

/** A hub without a database; `start` and `setup` are what an operator does to it. */
class Hub {
  nowMs = 0;
  readonly users = new FakeUsers();
  readonly keys = new FakeKeys();
  readonly properties = new FakeProperties();
  readonly links = new FakeLinks();
  readonly audit = new FakeAudit(new AuditLogRepository());

  private readonly database = {
    transaction: <T>(work: (tx: Sql) => Promise<T>) => work({} as Sql),
  } as unknown as Database;
  private readonly owner = new FirstOwner(
    this.users,
    new UserCreator(this.users, this.audit),
    new ApiKeyIssuer(this.keys, this.properties, this.audit),
  );

  async start(environment: Record<string, string> = {}): Promise<string | undefined> {
    const config = readConfig(environment);
    const properties = new PropertiesService(this.database, this.properties, this.audit);
    const bootstrap = new BootstrapService(
      config,
      this.database,
      properties,
      this.owner,
      this.setupLinks(config),
    );
    return (await bootstrap.run()).setupUrl;
  }

  setup(token: string, owner = OWNER) {
    const links = this.setupLinks(readConfig({}));
    const service = new SetupService(this.database, links, this.owner);
    return service.complete({ token, ...owner }, '192.0.2.1');
  }

  private setupLinks(config: Config): SetupLinks {
    return new SetupLinks(this.links, config, { now: () => new Date(this.nowMs) });
  }
}

const tokenOf = (url: string | undefined): string => String(url).split('#token=')[1] ?? '';

describe('a first start', () => {
  let hub: Hub;

  beforeEach(() => {
    hub = new Hub();
  });

  it('makes one property named Hotel', async () => {
    await hub.start();
    await hub.start();

    expect(hub.properties.rows).toMatchObject([{ name: 'Hotel', time_zone: 'Asia/Jakarta' }]);
  });

  it('makes the owner and the API key of the settings', async () => {
    const setupUrl = await hub.start(BY_SETTINGS);

    expect(setupUrl).toBeUndefined();
    expect(hub.users.rows).toMatchObject([{ email: 'owner@hotel.example', role: 'owner' }]);
    expect(
      await verifyPassword(hub.users.rows[0]?.password_hash ?? undefined, 'kata sandi panjang'),
    ).toBe(true);
    expect(hub.keys.rows).toMatchObject([{ scopes: ['admin'], property_id: null }]);
    expect(hub.keys.rows[0]?.hash).toEqual(hashApiKey(OPERATOR_KEY));
  });

  it('writes what it made to the audit log, without secrets', async () => {
    await hub.start(BY_SETTINGS);

    expect(hub.audit.entries.map((entry) => entry.action)).toEqual([
      'property.created',
      'api_key.created',
      'user.created',
    ]);
    expect(JSON.stringify(hub.audit.entries)).not.toContain(OPERATOR_KEY);
    expect(JSON.stringify(hub.audit.entries)).not.toContain('argon2');
  });

  it('makes nothing twice when it is repeated', async () => {
    await hub.start(BY_SETTINGS);
    await hub.start(BY_SETTINGS);

    expect([hub.users.rows.length, hub.keys.rows.length]).toEqual([1, 1]);
  });

  it('makes an API key alone and prints a setup link for the owner', async () => {
    const setupUrl = await hub.start({ KUNCI_BOOTSTRAP_API_KEY: OPERATOR_KEY });
    await hub.start({ KUNCI_BOOTSTRAP_API_KEY: OPERATOR_KEY });

    expect(setupUrl).toBeDefined();
    expect(hub.keys.rows).toHaveLength(1);
  });

  it('says that it ignores an API key set after the owner exists', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    await hub.start(BY_SETTINGS);

    await hub.start({ KUNCI_BOOTSTRAP_API_KEY: 'another-key-of-more-than-32-letters' });

    expect(hub.keys.rows).toHaveLength(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('KUNCI_BOOTSTRAP_API_KEY is ignored'),
    );
    expect(warn).not.toHaveBeenCalledWith(expect.stringContaining('another-key'));
    warn.mockRestore();
  });

  it('decides under the lock', async () => {
    await hub.start();

    expect(hub.users.locks).toBe(1);
  });
});

describe('a setup link', () => {
  let hub: Hub;

  beforeEach(() => {
    hub = new Hub();
  });

  it('carries 32 random bytes in the fragment, on the public address', async () => {
    const url = await hub.start({ KUNCI_PUBLIC_URL: 'https://hub.hotel.example' });

    expect(url).toMatch(/^https:\/\/hub\.hotel\.example\/setup#token=[A-Za-z0-9_-]{43}$/);
    expect([...hub.links.rows.keys()].join()).not.toContain(tokenOf(url));
  });

  it('makes the owner and an API key that may do everything', async () => {
    const answer = await hub.setup(tokenOf(await hub.start()));

    expect(answer).toMatchObject({
      user: { email: 'owner@hotel.example', role: 'owner' },
      api_key: { scopes: ['admin'], property_id: null },
    });
    expect(hub.keys.rows[0]?.hash).toEqual(hashApiKey(answer.api_key.key));
    expect(hub.audit.entries.at(-1)).toMatchObject({ action: 'api_key.created', ip: '192.0.2.1' });
  });

  it('closes setup for every link once there is an owner', async () => {
    const [first, second] = [tokenOf(await hub.start()), tokenOf(await hub.start())];
    await hub.setup(first);

    await expect(hub.setup(first)).rejects.toThrow(ConflictError);
    await expect(hub.setup(second)).rejects.toThrow(ConflictError);
    await expect(hub.setup('guess')).rejects.toThrow(ConflictError);
  });

  it('makes one owner when it is used twice at once', async () => {
    const token = tokenOf(await hub.start());

    const results = await Promise.allSettled([hub.setup(token), hub.setup(token)]);

    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(hub.users.rows).toHaveLength(1);
  });

  it('works for a day and not longer', async () => {
    const token = tokenOf(await hub.start());
    hub.nowMs = DAY_MS;
    await expect(hub.setup(token)).rejects.toThrow(GoneError);

    hub.nowMs = DAY_MS - 1;
    await expect(hub.setup(token)).resolves.toBeDefined();
  });

  it('refuses a token that was never given out', async () => {
    await hub.start();

    await expect(hub.setup('guess')).rejects.toThrow(UnknownSetupTokenError);
  });

  it('is printed again at the next start while nobody used it', async () => {
    const [first, second] = [await hub.start(), await hub.start()];

    expect(second).not.toBe(first);
    await expect(hub.setup(tokenOf(second))).resolves.toBeDefined();
  });
});

describe('setupSchema', () => {
  it('asks for a password of twelve characters', () => {
    const body = { token: 't', email: 'a@b.example' };

    expect(setupSchema.safeParse({ ...body, password: 'x'.repeat(11) }).success).toBe(false);
    expect(setupSchema.safeParse({ ...body, password: 'x'.repeat(12) }).success).toBe(true);
  });
});
