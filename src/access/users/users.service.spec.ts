import { describe, expect, it } from '@jest/globals';
import type { Database, Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { AuditLog, type AuditEntry } from '../audit-log.js';
import { AuditLogRepository } from '../audit/audit-log.repository.js';
import { verifyPassword } from '../user-passwords.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import { UsersService } from './users.service.js';

const USER: UserRow = {
  id: 'u-1',
  email: 'owner@hotel.example',
  role: 'owner',
  must_change_password: false,
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
  return { users, audit, service: new UsersService(database as unknown as Database, users, audit) };
};

describe('UsersService.resetPassword', () => {
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

  it('says when nobody has the address', async () => {
    const { users, service } = arrange();

    await expect(service.resetPassword('nobody@hotel.example')).rejects.toThrow(NotFoundError);
    expect(users.passwordHash).toBe('');
  });
});
