import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Rounds } from '#core/time/rounds.js';
import type { BreakerChangeRow } from './breaker-history.js';

/** What breakers became and when; written by the statements that change them. */
@Injectable()
export class BreakerHistoryRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'forgetting old changes of breakers',
      everyMs: 3_600_000,
      run: () => this.forgetOld(),
    });
  }

  /** Since a moment, and the last change of each before it; oldest first. By the index (provider_id, at). */
  changes(providerIds: readonly string[], since: Date): Promise<BreakerChangeRow[]> {
    return this.database.query<BreakerChangeRow>(
      `SELECT provider_id, at, state, is_forced FROM (
         SELECT id, provider_id, at, state, is_forced FROM breaker_changes
         WHERE provider_id = ANY ($1) AND at >= $2
         UNION ALL
         SELECT last.* FROM unnest($1::uuid[]) AS p (id) CROSS JOIN LATERAL (
           SELECT id, provider_id, at, state, is_forced FROM breaker_changes b
           WHERE b.provider_id = p.id AND at < $2 ORDER BY at DESC, id DESC LIMIT 1) AS last
       ) AS changes ORDER BY at, id`,
      [providerIds, since],
    );
  }

  /** Erases what is older than any chart; the last change stays, since it says how the breaker stands. */
  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM breaker_changes b WHERE at < now() - interval '100 days'
         AND EXISTS (SELECT 1 FROM breaker_changes later WHERE later.provider_id = b.provider_id AND later.at > b.at)`,
    );
  }
}
