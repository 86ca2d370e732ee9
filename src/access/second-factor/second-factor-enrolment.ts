import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { Clock } from '#core/time/clock.js';
import { Vault } from '#core/vault/vault.js';
import { UsersRepository } from '../users/users.repository.js';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.js';
import { SecondFactorCheck, sealedForUser } from './second-factor-check.js';
import { SecondFactorRepository } from './second-factor.repository.js';
import { newTotpSecret } from './totp.js';

/** How an account gets its second factor: a secret, a first code, recovery codes. */
@Injectable()
export class SecondFactorEnrolment {
  constructor(
    private readonly repository: SecondFactorRepository,
    private readonly check: SecondFactorCheck,
    private readonly users: UsersRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @throws ConflictError while the account has a second factor */
  async begin(tx: Sql, userId: string): Promise<{ secret: string; email: string }> {
    const secret = newTotpSecret();
    const user = await this.users.findForUpdate(tx, userId);
    if (!user) throw new NotFoundError('Your account is gone. Ask an owner of the hub.');
    if (user.has_second_factor) throw alreadyEnabled();
    await this.repository.begin(tx, userId, {
      sealed: this.vault.seal(secret, sealedForUser(userId)),
      at: this.clock.now(),
    });
    return { secret, email: user.email };
  }

  /**
   * @returns the recovery codes, or undefined for a wrong code
   * @throws ConflictError when nothing was started, or it is confirmed already
   */
  async confirm(tx: Sql, userId: string, code: string): Promise<string[] | undefined> {
    const row = await this.repository.findForUpdate(tx, userId);
    if (row?.confirmed_at) throw alreadyEnabled();
    if (!row) {
      throw new ConflictError(
        'Nothing was started. Call POST /api/v1/session/second-factor first.',
      );
    }
    if (!(await this.check.spendTotp(tx, row, code))) return undefined;
    await this.repository.confirm(tx, userId, this.clock.now());
    return this.replaceCodes(tx, userId);
  }

  async replaceCodes(tx: Sql, userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    const hashes = codes.map((code) => hashRecoveryCode(code, userId));
    await this.repository.replaceCodes(tx, userId, hashes);
    return codes;
  }
}

function alreadyEnabled(): ConflictError {
  return new ConflictError(
    'Your account has a second factor. Remove it before you set up another.',
  );
}
