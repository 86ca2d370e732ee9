import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { LoginAudit } from '../login/login-audit.js';
import { LoginThrottle } from '../login/login-throttle.js';
import { loginKeys } from '../login/throttle-rules.js';
import type { Actor } from '../principal.js';
import { verifyPassword } from '../user-passwords.js';
import { type UserRow, UsersRepository } from './users.repository.js';

/** Asks a person who is signed in for the password again, before what a borrowed session must not do. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly throttle: LoginThrottle,
    private readonly audit: LoginAudit,
  ) {}

  /**
   * @returns the user
   * @throws InvalidInputError naming `field` when the password is wrong
   * @throws TooManyAttemptsError after too many wrong ones, the same as when signing in
   */
  async check(
    password: string,
    { field, actor }: { readonly field: string; readonly actor: Actor },
  ): Promise<UserRow> {
    const known = await this.users.find(this.database, actor.principal.id);
    const user = known && (await this.users.findByEmail(this.database, known.email));
    if (!user) throw new NotFoundError('Your account is gone. Ask an owner of the hub.');
    const ip = actor.ip ?? '';
    const keys = loginKeys(user.email, ip);
    const blockedForS = await this.throttle.enter(keys);
    if (await verifyPassword(user.password_hash ?? undefined, password)) {
      await this.throttle.succeed(keys);
      return user;
    }
    await this.audit.failed({ userId: user.id, reason: 'wrong_password', blockedForS, ip });
    throw new InvalidInputError(
      field,
      'This is not your password. Type it again.',
      'wrong_password',
    );
  }
}
