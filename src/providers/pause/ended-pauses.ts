import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemPrincipal } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { Rounds } from '#core/time/rounds.js';
import { ProviderPauses } from './provider-pauses.js';

const EVERY_MS = 5_000;
const CLOCK = { principal: systemPrincipal('pause ended') };

/**
 * Writes down that a pause is over. Calls go through again at its very end, whatever happens here: this is so that the
 * provider's row, the audit log and whoever watches agree with that.
 */
@Injectable()
export class EndedPauses implements OnModuleInit {
  constructor(
    private readonly rounds: Rounds,
    private readonly database: Database,
    private readonly pauses: ProviderPauses,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'ending pauses of providers',
      everyMs: EVERY_MS,
      run: () => this.endDue(),
    });
  }

  private async endDue(): Promise<void> {
    const due = await this.database.query<{ id: string }>(
      'SELECT id FROM providers WHERE paused_until <= now() AND archived_at IS NULL',
    );
    for (const { id } of due) await this.pauses.resumeIfOver(id, CLOCK);
  }
}
