import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { ConflictError } from '#core/errors/app-error.js';
import { Clock } from '#core/time/clock.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import { SessionEndings } from '../sessions/session-endings.js';
import { auditViewOf } from './user-creator.js';
import { type UserChange, type UserRow, UsersRepository } from './users.repository.js';
import type { ChangeUser } from './users.schemas.js';

/** Changes users inside the caller's transaction, which holds the lock of the table. */
@Injectable()
export class UserChanges {
  constructor(
    private readonly users: UsersRepository,
    private readonly endings: SessionEndings,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws ConflictError when no owner would be left who can sign in */
  async apply(
    tx: Sql,
    before: UserRow,
    { input, actor }: { readonly input: ChangeUser; readonly actor: Actor },
  ): Promise<UserRow> {
    const change = this.changeOf(before, input);
    if (change.role !== 'owner' || change.disabled_at) await this.refuseLastOwner(tx, before);
    const after = await this.users.update(tx, before.id, change);
    if (change.disabled_at) await this.endings.endAllOf(tx, before.id);
    await this.endings.announce(tx, before.id);
    await this.audit.record(tx, {
      ...actor,
      action: 'user.updated',
      subject: { type: 'user', id: before.id },
      before: auditViewOf(before),
      after: auditViewOf(after),
    });
    return after;
  }

  /** @throws ConflictError for the last owner who can sign in */
  async remove(tx: Sql, row: UserRow, actor: Actor): Promise<void> {
    await this.refuseLastOwner(tx, row);
    await this.endings.endAllOf(tx, row.id);
    await this.users.delete(tx, row.id);
    await this.audit.record(tx, {
      ...actor,
      action: 'user.deleted',
      subject: { type: 'user', id: row.id },
      before: auditViewOf(row),
    });
  }

  recordInvitation(tx: Sql, { id }: UserRow, actor: Actor): Promise<void> {
    return this.audit.record(tx, {
      ...actor,
      action: 'user.invited',
      subject: { type: 'user', id },
    });
  }

  /** After the commit: this process relies on it at once. */
  forget(): void {
    this.endings.forget();
  }

  private changeOf(before: UserRow, input: ChangeUser): UserChange {
    const isActive = input.is_active ?? before.disabled_at === null;
    return {
      name: input.name ?? before.name,
      role: input.role ?? before.role,
      locale: input.locale ?? before.locale,
      property_id: input.property_id ?? null,
      disabled_at: isActive ? null : (before.disabled_at ?? this.clock.now()),
    };
  }

  private async refuseLastOwner(tx: Sql, row: UserRow): Promise<void> {
    const isOwner = row.role === 'owner' && row.disabled_at === null && row.has_password;
    if (!isOwner || (await this.users.hasOtherOwner(tx, row.id))) return;
    throw new ConflictError(
      'This is the last owner who can sign in. Make somebody else an owner first.',
      [{ field: 'role', code: 'last_owner', message: 'the hub needs an owner' }],
    );
  }
}
