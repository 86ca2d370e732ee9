import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import { type NewUserRow, UsersRepository, type UserRow } from './users.repository.js';

export interface NewOwner {
  readonly email: string;
  readonly passwordHash: string;
}

/** Makes users inside the caller's transaction and writes the audit log. */
@Injectable()
export class UserCreator {
  constructor(
    private readonly repository: UsersRepository,
    private readonly audit: AuditLog,
  ) {}

  createOwner(tx: Sql, owner: NewOwner, actor: Actor): Promise<UserRow> {
    const { email, passwordHash } = owner;
    return this.create(
      tx,
      { email: email.trim(), role: 'owner', password_hash: passwordHash },
      actor,
    );
  }

  async create(tx: Sql, user: Omit<NewUserRow, 'id'>, actor: Actor): Promise<UserRow> {
    const row = await this.repository.insert(tx, { id: newId(), ...user });
    await this.audit.record(tx, {
      ...actor,
      action: 'user.created',
      subject: { type: 'user', id: row.id },
      after: auditViewOf(row),
    });
    return row;
  }
}

/** What the audit log keeps of a user. */
export function auditViewOf(row: UserRow): Record<string, unknown> {
  const { email, name, role, locale, property_id, disabled_at } = row;
  return { email, name, role, locale, property_id, disabled_at };
}
