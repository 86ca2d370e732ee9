import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { Vault } from '#core/vault/vault.js';
import { hashRecoveryCode } from './recovery-codes.js';
import { type SecondFactorRow, SecondFactorRepository } from './second-factor.repository.js';
import { stepOfCode } from './totp.js';

const TOTP_CODE = /^\d{6}$/;

/** What the sealed secret is tied to; the list of sealed tables knows it too. */
export function sealedForUser(userId: string): string {
  return `second-factor:${userId}`;
}

/** By what a person proved to have the second factor. */
export type SecondFactorProof = 'totp' | 'recovery_code';

/** Takes codes, each once. */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly repository: SecondFactorRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a code of the app or a recovery code and spends it, in the caller's transaction.
   *
   * @returns undefined for a code that is wrong or was spent before
   */
  async spend(tx: Sql, userId: string, code: string): Promise<SecondFactorProof | undefined> {
    const plain = code.replace(/\s/g, '');
    if (!TOTP_CODE.test(plain)) {
      const hash = hashRecoveryCode(code, userId);
      const isTaken = await this.repository.spendCode(tx, userId, { hash, at: this.clock.now() });
      return isTaken ? 'recovery_code' : undefined;
    }
    const row = await this.repository.find(tx, userId);
    return row && (await this.spendTotp(tx, row, plain)) ? 'totp' : undefined;
  }

  /** The same for the app's codes alone, also before the factor is confirmed. */
  async spendTotp(tx: Sql, row: SecondFactorRow, code: string): Promise<boolean> {
    const secret = this.vault.open(row.secret_sealed, sealedForUser(row.id)).toString('utf8');
    const step = stepOfCode(secret, code.replace(/\s/g, ''), this.clock.now());
    return step !== undefined && this.repository.spendStep(tx, row.id, step);
  }
}
