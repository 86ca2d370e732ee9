import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { Secret } from '#core/secret/secret.js';
import { AuditLog } from '../audit-log.js';
import { systemPrincipal } from '../principal.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { hashPassword, newOneTimePassword } from '../user-passwords.js';
import { UsersRepository } from './users.repository.js';

/** The way back in for somebody who has access to the machine, and to nothing else. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly factors: SecondFactorRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Gives a user a new password for the CLI to print; the user has to change it at the next sign-in,
   * and is signed out everywhere.
   *
   * @param removeSecondFactor also forgets a phone that is lost
   * @throws NotFoundError when nobody has this address
   */
  async resetPassword(email: string, { removeSecondFactor = false } = {}): Promise<Secret> {
    const password = newOneTimePassword();
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      const user = await this.users.findByEmailForUpdate(tx, email.trim());
      if (!user) throw new NotFoundError(`There is no user with the address ${email.trim()}.`);
      await this.users.setOneTimePassword(tx, user.id, passwordHash);
      if (removeSecondFactor) await this.factors.delete(tx, user.id);
      await this.sessions.deleteOfUser(tx, user.id);
      await this.sessions.announceChange(tx, user.id);
      await this.audit.record(tx, {
        principal: systemPrincipal('cli'),
        action: 'user.password_reset',
        subject: { type: 'user', id: user.id },
        after: { is_second_factor_removed: removeSecondFactor && user.has_second_factor },
      });
    });
    return new Secret(password);
  }
}
