import { describe, expect, it } from '@jest/globals';
import type { Database, Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { AuditLog, type AuditEntry } from '../audit-log.js';
import { AuditLogRepository } from '../audit/audit-log.repository.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { verifyPassword } from '../user-passwords.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import { PasswordReset } from './password-reset.js';

const USER: UserRow = {
  id: 'u-1',
  email: 'owner@hotel.example',
  name: '',
  role: 'owner',
  locale: 'id',
  property_id: null,
  must_change_password: false,
  has_password: true,
  has_second_factor: true,
  last_login_at: null,
  created_at: new Date(0),
  disabled_at: null,
};

class FakeUsers extends UsersRepository {
  passwordHash = '';

  override async findByEmailForUpdate(_tx: Sql, email: string): Promise<UserRow | undefined> {
    return email === USER.email ? USER : undefined;
  }

  override async setOneTimePassword(_tx: Sql, _id: string, hash: string): Promise<void> {
    this.passwordHash = hash;
  }
}

class FakeSessions extends SessionsRepository {
  readonly ended: string[] = [];
  readonly announced: string[] = [];

  override async deleteOfUser(_tx: Sql, userId: string): Promise<number> {
    this.ended.push(userId);
    return 1;
  }

  override async announceChange(_tx: Sql, userId: string): Promise<void> {
    this.announced.push(userId);
  }
}

class FakeFactors extends SecondFactorRepository {
  readonly deleted: string[] = [];

  override async delete(_tx: Sql, userId: string): Promise<void> {
    this.deleted.push(userId);
  }
}

class FakeAudit extends AuditLog {
  readonly entries: AuditEntry[] = [];

  override async record(_tx: Sql, entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
  }
}

const arrange = () => {
  const users = new FakeUsers();
  const audit = new FakeAudit(new AuditLogRepository());
  const database = { transaction: <T>(work: (tx: Sql) => Promise<T>) => work({} as Sql) };
  const sessions = new FakeSessions();
  const factors = new FakeFactors();
  const service = new PasswordReset(
    database as unknown as Database,
    users,
    sessions,
    factors,
    audit,
  );
  return { users, sessions, factors, audit, service };
};

describe('PasswordReset', () => {
  it('gives a password that works from now on', async () => {
    const { users, service } = arrange();

    const password = await service.resetPassword(` ${USER.email} `);

    expect(await verifyPassword(users.passwordHash, password.reveal())).toBe(true);
  });

  it('writes the audit log, without the password', async () => {
    const { audit, service } = arrange();

    const password = await service.resetPassword(USER.email);

    expect(audit.entries).toMatchObject([
      {
        action: 'user.password_reset',
        subject: { type: 'user', id: 'u-1' },
        principal: { id: 'cli' },
      },
    ]);
    expect(JSON.stringify(audit.entries)).not.toContain(password.reveal());
  });

  it('signs the user out everywhere, and keeps the second factor', async () => {
    const { sessions, factors, service } = arrange();

    await service.resetPassword(USER.email);

    expect([sessions.ended, sessions.announced, factors.deleted]).toEqual([['u-1'], ['u-1'], []]);
  });

  it('forgets the second factor when asked, and says so in the audit log', async () => {
    const { factors, audit, service } = arrange();

    await service.resetPassword(USER.email, { removeSecondFactor: true });

    expect(factors.deleted).toEqual(['u-1']);
    expect(audit.entries[0]?.after).toEqual({ is_second_factor_removed: true });
  });

  it('says when nobody has the address', async () => {
    const { users, service } = arrange();

    await expect(service.resetPassword('nobody@hotel.example')).rejects.toThrow(NotFoundError);
    expect(users.passwordHash).toBe('');
  });
});
