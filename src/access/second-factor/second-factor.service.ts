import { Injectable } from '@nestjs/common';
import QRCode from 'qrcode';
import { Database, type Sql } from '#core/database/database.js';
import { ConflictError, InvalidInputError } from '#core/errors/app-error.js';
import { AuditLog } from '../audit-log.js';
import type { Actor } from '../principal.js';
import type { CurrentSession } from '../sessions/current-session.decorator.js';
import { SecondFactorEnrolment } from './second-factor-enrolment.js';
import { SecondFactorProofs } from './second-factor-proofs.js';
import { SecondFactorRepository } from './second-factor.repository.js';
import type {
  ConfirmSecondFactor,
  RecoveryCodes,
  RemoveSecondFactor,
  SecondFactorState,
  StartedSecondFactor,
} from './second-factor.schemas.js';
import { otpauthUri } from './totp.js';

/** The second factor of the person who is signed in. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly database: Database,
    private readonly repository: SecondFactorRepository,
    private readonly enrolment: SecondFactorEnrolment,
    private readonly proofs: SecondFactorProofs,
    private readonly audit: AuditLog,
  ) {}

  async read({ userId }: CurrentSession): Promise<SecondFactorState> {
    const row = await this.repository.find(this.database, userId);
    const enabledAt = row?.confirmed_at?.toISOString() ?? null;
    const left = await this.repository.countCodes(this.database, userId);
    return {
      enabled: enabledAt !== null,
      enabled_at: enabledAt,
      recovery_codes_left: left,
    };
  }

  /**
   * Draws a secret; it counts for nothing until `confirm`. Starting again replaces it.
   *
   * @throws ConflictError while the account has a second factor
   */
  async start({ userId }: CurrentSession): Promise<StartedSecondFactor> {
    const { secret, email } = await this.database.transaction((tx) =>
      this.enrolment.begin(tx, userId),
    );
    const uri = otpauthUri(secret, email);
    return { otpauth_uri: uri, qr_data_url: await QRCode.toDataURL(uri), secret };
  }

  /**
   * From now on signing in needs a code.
   *
   * @throws InvalidInputError for a wrong code
   * @throws ConflictError when nothing was started, or it is confirmed already
   */
  async confirm(
    { code }: ConfirmSecondFactor,
    { userId }: CurrentSession,
    actor: Actor,
  ): Promise<RecoveryCodes> {
    await this.proofs.enter(userId);
    const codes = await this.database.transaction(async (tx) => {
      const confirmed = await this.enrolment.confirm(tx, userId, code);
      if (confirmed) await this.record(tx, 'user.second_factor_enabled', actor);
      return confirmed;
    });
    if (!codes) throw wrongCode();
    await this.proofs.succeed(userId);
    return { recovery_codes: codes };
  }

  /**
   * @throws InvalidInputError for a wrong password or code
   * @throws TooManyAttemptsError after too many wrong ones
   */
  async remove(proof: RemoveSecondFactor, { userId }: CurrentSession, actor: Actor): Promise<void> {
    await this.requireEnabled(userId);
    await this.proofs.check(proof, userId, actor);
    await this.database.transaction(async (tx) => {
      await this.repository.delete(tx, userId);
      await this.record(tx, 'user.second_factor_removed', actor);
    });
  }

  /** New recovery codes; the old ones are void. Throws as `remove`. */
  async renewCodes(
    proof: RemoveSecondFactor,
    { userId }: CurrentSession,
    actor: Actor,
  ): Promise<RecoveryCodes> {
    await this.requireEnabled(userId);
    await this.proofs.check(proof, userId, actor);
    return this.database.transaction(async (tx) => {
      const codes = await this.enrolment.replaceCodes(tx, userId);
      await this.record(tx, 'user.recovery_codes_renewed', actor);
      return { recovery_codes: codes };
    });
  }

  private async requireEnabled(userId: string): Promise<void> {
    const row = await this.repository.find(this.database, userId);
    if (row?.confirmed_at) return;
    throw new ConflictError('Your account has no second factor.');
  }

  private record(tx: Sql, action: string, actor: Actor): Promise<void> {
    const subject = { type: 'user', id: actor.principal.id };
    return this.audit.record(tx, { ...actor, action, subject });
  }
}

function wrongCode(): InvalidInputError {
  return new InvalidInputError(
    'code',
    'This code is not right. Check that the clock of your phone sets itself, and type the newest code.',
    'second_factor_wrong',
  );
}
