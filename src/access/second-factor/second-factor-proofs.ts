import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { LoginThrottle } from '../login/login-throttle.js';
import { secondFactorKey } from '../login/throttle-rules.js';
import type { Actor } from '../principal.js';
import { PasswordProof } from '../users/password-proof.js';
import { SecondFactorCheck } from './second-factor-check.js';

/** Asks a person who is signed in for password and code again, slowly after wrong ones. */
@Injectable()
export class SecondFactorProofs {
  constructor(
    private readonly database: Database,
    private readonly passwords: PasswordProof,
    private readonly codes: SecondFactorCheck,
    private readonly throttle: LoginThrottle,
  ) {}

  /** Counts an attempt. @throws TooManyAttemptsError after too many wrong ones */
  async enter(userId: string): Promise<void> {
    await this.throttle.enter([secondFactorKey(userId)]);
  }

  succeed(userId: string): Promise<void> {
    return this.throttle.succeed([secondFactorKey(userId)]);
  }

  /** @throws InvalidInputError naming `password` or `code` */
  async check(
    { password, code }: { readonly password: string; readonly code: string },
    userId: string,
    actor: Actor,
  ): Promise<void> {
    await this.passwords.check(password, { field: 'password', actor });
    await this.enter(userId);
    const proof = await this.database.transaction((tx) => this.codes.spend(tx, userId, code));
    if (proof === undefined) {
      throw new InvalidInputError(
        'code',
        'This code is not right, or was used already. Wait for the next one in your app, or use a recovery code.',
        'second_factor_wrong',
      );
    }
    await this.succeed(userId);
  }
}
