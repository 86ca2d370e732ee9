import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { Secret } from '#core/secret/secret.js';
import { AuditLog } from '../audit-log.js';
import { type Actor, systemPrincipal } from '../principal.js';
import { hashPassword, newOneTimePassword } from '../user-passwords.js';
import { UsersRepository, type UserRow } from './users.repository.js';

export interface NewOwner {
  readonly email: string;
  readonly passwordHash: string;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly repository: UsersRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Creates the owner inside the caller's transaction. */
  async createOwner(tx: Sql, owner: NewOwner, actor: Actor): Promise<UserRow> {
    const row = await this.repository.insert(tx, {
      id: newId(),
      email: owner.email.trim(),
      role: 'owner',
      password_hash: owner.passwordHash,
    });
    await this.audit.record(tx, {
      ...actor,
      action: 'user.created',
      subject: { type: 'user', id: row.id },
      after: { email: row.email, role: row.role },
    });
    return row;
  }

  /**
   * Gives a user a new password for the CLI to print; the user has to change it at the next sign-in.
   *
   * @throws NotFoundError when nobody has this address
   */
  async resetPassword(email: string): Promise<Secret> {
    const password = newOneTimePassword();
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      const user = await this.repository.findByEmailForUpdate(tx, email.trim());
      if (!user) throw new NotFoundError(`There is no user with the address ${email.trim()}.`);
      await this.repository.setOneTimePassword(tx, user.id, passwordHash);
      await this.audit.record(tx, {
        principal: systemPrincipal('cli'),
        action: 'user.password_reset',
        subject: { type: 'user', id: user.id },
      });
    });
    return new Secret(password);
  }
}
