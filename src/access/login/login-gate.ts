import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { SecondFactorCheck, type SecondFactorProof } from '../second-factor/second-factor-check.js';
import { type Origin, SessionStarter, type StartedSession } from '../sessions/session-starter.js';
import { UsersRepository, type UserWithHash } from '../users/users.repository.js';

/** The last steps of a sign-in, each in a transaction of its own. */
@Injectable()
export class LoginGate {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly codes: SecondFactorCheck,
    private readonly starter: SessionStarter,
  ) {}

  spendCode(userId: string, code: string): Promise<SecondFactorProof | undefined> {
    return this.database.transaction((tx) => this.codes.spend(tx, userId, code));
  }

  /** @returns undefined when the account has changed since its password was checked */
  open(
    checked: UserWithHash,
    how: { readonly origin: Origin; readonly how: string },
  ): Promise<StartedSession | undefined> {
    return this.database.transaction(async (tx) => {
      const user = await this.users.findForUpdate(tx, checked.id);
      const isSame =
        user?.password_hash === checked.password_hash &&
        user.has_second_factor === checked.has_second_factor &&
        user.disabled_at === null;
      return isSame ? this.starter.start(tx, user, how) : undefined;
    });
  }

  /** For somebody who proved to be the user by a link of ours. */
  openByLink(userId: string, origin: Origin, how: string): Promise<StartedSession> {
    return this.database.transaction(async (tx) => {
      const user = await this.users.findForUpdate(tx, userId);
      if (!user) throw new Error(`the user ${userId} was just made and is gone`);
      return this.starter.start(tx, user, { origin, how });
    });
  }
}
