import { AppError } from '#core/errors/app-error.js';
import { ConfigError } from '#core/config/config.js';

/** A sealed value can't be opened. Messages hold key ids at most: no key, plaintext or ciphertext. */
export abstract class VaultError extends AppError {
  constructor(message: string) {
    super(message, { status: 500 });
  }
}

/** The text was sealed with a master key that this process wasn't given. */
export class UnknownVaultKeyError extends VaultError {
  constructor(readonly keyId: string) {
    super(
      `A stored secret was encrypted with master key ${keyId}, which is not configured. Add that key to KUNCI_MASTER_KEY_PREVIOUS and restart.`,
    );
  }
}

/** The text was changed after sealing, or belongs to another row than the one it was read from. */
export class TamperedVaultTextError extends VaultError {
  constructor(readonly keyId: string) {
    super(
      `A stored secret does not belong to its row or was changed (master key ${keyId}). Enter the secret again or restore the row from a backup.`,
    );
  }
}

/** The text was never sealed by this vault, or was cut. */
export class MalformedVaultTextError extends VaultError {
  constructor() {
    super(
      'A stored secret is not in the vault format. Enter the secret again or restore the row from a backup.',
    );
  }
}

/** The database was made with a master key that this process wasn't given; it must not start. */
export class MasterKeyMismatchError extends ConfigError {
  constructor(readonly missingKeyIds: readonly string[]) {
    super([
      `KUNCI_MASTER_KEY: this database was encrypted with master key ${missingKeyIds.join(', ')}, which is not configured. Set that key, or put it into KUNCI_MASTER_KEY_PREVIOUS while keys are being rotated.`,
    ]);
  }
}
