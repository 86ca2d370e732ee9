import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Rounds } from '#core/time/rounds.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import type { Provider } from '#providers/provider.types.js';

interface Spending {
  readonly provider: Pick<Provider, 'id' | 'name' | 'connector'>;
  readonly paymentId: string;
  readonly token: string | undefined;
}

/** No vendor's token lives as long. */
const KEPT_DAYS = 90;
const FORGOTTEN_AT_ONCE = 5_000;

/** Keeps a token that a vendor takes once from being sent to it for a second payment. */
@Injectable()
export class SpentTokens implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'forgetting old payment tokens',
      everyMs: 60_000,
      run: () => this.forgetOld(),
    });
  }

  /**
   * Runs a create with the token. It can be used again when the vendor surely did nothing.
   *
   * @throws InvalidInputError naming `token` when another payment was tried with it
   */
  async during<T>(spending: Spending, create: () => Promise<T>): Promise<T> {
    const { provider, paymentId, token } = spending;
    if (token === undefined || !provider.connector.limits.token?.single_use) return create();
    const hash = createHash('sha256').update(`${provider.id}\n${token}`).digest();
    if (!(await this.claim(hash, paymentId))) throw spent(provider.name);
    try {
      return await create();
    } catch (error) {
      if (didNothing(error)) await this.free(hash);
      throw error;
    }
  }

  /** A slice of what is too old to matter: the vendor itself refuses such tokens. */
  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM spent_payment_tokens WHERE hash = ANY (ARRAY(
         SELECT hash FROM spent_payment_tokens WHERE created_at < now() - make_interval(days => $1) LIMIT $2))`,
      [KEPT_DAYS, FORGOTTEN_AT_ONCE],
    );
  }

  private async claim(hash: Buffer, paymentId: string): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO spent_payment_tokens (hash, payment_id) VALUES ($1, $2)
       ON CONFLICT (hash) DO UPDATE SET payment_id = EXCLUDED.payment_id
       WHERE spent_payment_tokens.payment_id = EXCLUDED.payment_id RETURNING hash`,
      [hash, paymentId],
    );
    return rows.length > 0;
  }

  private async free(hash: Buffer): Promise<void> {
    await this.database.query('DELETE FROM spent_payment_tokens WHERE hash = $1', [hash]);
  }
}

function didNothing(error: unknown): boolean {
  return error instanceof VendorError && VENDOR_ERROR_KINDS[error.kind].fallback === 'yes';
}

function spent(name: string): InvalidInputError {
  const message = `This token was used for another payment, and ${name} takes each one once; ask the guest for the card or wallet again.`;
  return new InvalidInputError('token', message, 'used');
}
