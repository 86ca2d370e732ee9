import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Rounds } from '#core/time/rounds.js';

/** Keys are unique for a day at most vendors; the second day is for clocks and time zones. */
const KEPT = '2 days';
const SLICE = 10_000;

export interface CallKey {
  readonly providerId: string;
  readonly key: string;
  /** Tells the same call, sent again, from another one. */
  readonly callHash: string;
}

/** Which keys a vendor has used for its calls, such as the external id of a request. */
@Injectable()
export class CallKeyRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'forgetting old keys of webhook calls',
      everyMs: 60_000,
      run: () => this.forgetOld(),
    });
  }

  /** Whether the key came for the first time, with the same call, or with another one. */
  async claim({ providerId, key, callHash }: CallKey): Promise<'new' | 'same' | 'other'> {
    const claimed = await this.database.prepared(
      'webhook-call-key-claim',
      `INSERT INTO webhook_call_keys (provider_id, key, call_hash) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT webhook_call_keys_pk DO NOTHING RETURNING key`,
      [providerId, key, callHash],
    );
    if (claimed.length > 0) return 'new';
    const [known] = await this.database.prepared<{ call_hash: string }>(
      'webhook-call-key-find',
      'SELECT call_hash FROM webhook_call_keys WHERE provider_id = $1 AND key = $2',
      [providerId, key],
    );
    return known === undefined || known.call_hash === callHash ? 'same' : 'other';
  }

  /** A slice of those whose time is over. */
  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM webhook_call_keys WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM webhook_call_keys WHERE created_at < now() - $1::interval ORDER BY created_at LIMIT $2))`,
      [KEPT, SLICE],
    );
  }
}
