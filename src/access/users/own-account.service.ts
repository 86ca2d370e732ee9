import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import type { CurrentSession } from '../sessions/current-session.decorator.js';
import { SessionEndings } from '../sessions/session-endings.js';
import { hashPassword } from '../user-passwords.js';
import type { ChangePassword, ChangeProfile } from './own-account.schemas.js';
import { PasswordProof } from './password-proof.js';
import { refuseObviousPassword } from './password-rules.js';
import { auditViewOf } from './user-creator.js';
import { UsersRepository } from './users.repository.js';

/** What people change about themselves. */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly proof: PasswordProof,
    private readonly endings: SessionEndings,
    private readonly audit: AuditLog,
  ) {}

  /**
   * All other sessions of the user end.
   *
   * @throws InvalidInputError for a wrong current password, or a next one that is obvious or the same
   * @throws TooManyAttemptsError after too many wrong ones
   */
  async changePassword(
    { current, next }: ChangePassword,
    session: CurrentSession,
    actor: Actor,
  ): Promise<void> {
    const user = await this.proof.check(current, { field: 'current', actor });
    if (current.normalize('NFKC') === next.normalize('NFKC')) {
      throw new InvalidInputError('next', 'Choose a password that is not the current one.', 'same');
    }
    refuseObviousPassword(next, { field: 'next', email: user.email });
    const passwordHash = await hashPassword(next);
    await this.database.transaction(async (tx) => {
      await this.users.setPassword(tx, user.id, passwordHash);
      await this.endings.endAllOf(tx, user.id, session.id);
      await this.audit.record(tx, {
        ...actor,
        action: 'user.password_changed',
        subject: { type: 'user', id: user.id },
      });
    });
    this.endings.forget();
  }

  async changeProfile(change: ChangeProfile, actor: Actor): Promise<void> {
    const { id } = actor.principal;
    await this.database.transaction(async (tx) => {
      const before = await this.users.findForUpdate(tx, id);
      if (!before) throw new NotFoundError('Your account is gone. Ask an owner of the hub.');
      const after = await this.users.update(tx, id, { ...before, ...change });
      await this.endings.announce(tx, id);
      await this.audit.record(tx, {
        ...actor,
        action: 'user.updated',
        subject: { type: 'user', id },
        before: auditViewOf(before),
        after: auditViewOf(after),
      });
    });
    this.endings.forget();
  }
}
