import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import type { Guest } from '#core/privacy/guest.js';
import {
  type FoundSlice,
  type PersonalDataSource,
  PersonalDataSources,
} from '#core/privacy/personal-data-source.js';
import { Rounds } from '#core/time/rounds.js';
import { AuditLog } from '../audit-log.js';
import {
  type ErasureCounts,
  ErasureRepository,
  type ErasureRow,
  NOTHING,
} from './erasure.repository.js';

const TICK_MS = 1_000;
const RETRY_S = 30;
const MAX_ATTEMPTS = 5;
const MAX_REASONS = 10;

/**
 * Works through requests to erase a guest, source by source and slice by slice. Each slice and how far it got are one
 * transaction, so a process that dies in the middle costs a slice and counts nothing twice.
 */
@Injectable()
export class ErasureRunner implements OnModuleInit {
  constructor(
    private readonly rounds: Rounds,
    private readonly database: Database,
    private readonly requests: ErasureRepository,
    private readonly sources: PersonalDataSources,
    private readonly audit: AuditLog,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<void> => this.runDue();
    this.rounds.add({ what: 'looking for requests to erase guests', everyMs: TICK_MS, run });
  }

  /** Everything that is due. */
  async runDue(): Promise<void> {
    for (;;) {
      const row = this.rounds.isStopping ? undefined : await this.requests.claim();
      if (!row) return;
      await this.run(row).catch((error: unknown) => this.afterFailure(row, error));
    }
  }

  private async run(row: ErasureRow): Promise<void> {
    const guest = await this.withHandles(row);
    let progress = { source: row.source, after: row.after, counts: row.counts };
    for (const source of this.sources.all) {
      if (progress.counts[source.name]?.done === true) continue;
      progress = await this.workThrough(row, { guest, source, progress });
      if (this.rounds.isStopping) return;
    }
    await this.database.transaction(async (tx) => {
      await this.requests.end(tx, row.id, null);
      await this.audit.record(tx, {
        ...row.requested_by,
        action: row.kind === 'erase' ? 'data_subject.erased' : 'data_subject.previewed',
        subject: { type: 'data_subject_request', id: row.id },
        after: { fields: row.fields, reason: row.reason, sources: totals(progress.counts) },
      });
    });
  }

  /** Ids are looked up once, before anything that tells of them is erased. */
  private async withHandles(row: ErasureRow): Promise<Guest> {
    const guest = this.requests.guestOf(row);
    if (row.source !== null) return guest;
    const known = await this.sources.withHandles(guest);
    await this.requests.keepGuest(row.id, known);
    return known;
  }

  private async workThrough(
    row: ErasureRow,
    work: { guest: Guest; source: PersonalDataSource; progress: Progress },
  ): Promise<Progress & { source: string }> {
    const { guest, source } = work;
    let counts = work.progress.counts;
    let after = work.progress.source === source.name ? work.progress.after : null;
    const size = (await source.size?.()) ?? null;
    for (;;) {
      const slice = await source.find(guest, { after: after ?? undefined, isExport: false });
      after = slice.next ?? null;
      counts = await this.database.transaction(async (tx) => {
        const free = slice.rows.filter((one) => one.stays === undefined);
        const erased = row.kind === 'erase' ? await source.erase(tx, guest, free) : 0;
        const next = added(counts, source.name, { slice, erased, size });
        await this.requests.advance(tx, row.id, { source: source.name, after, counts: next });
        return next;
      });
      if (after === null || this.rounds.isStopping) return { source: source.name, after, counts };
    }
  }

  private async afterFailure(row: ErasureRow, error: unknown): Promise<void> {
    this.log.error({ err: error, request_id: row.id }, 'a guest could not be erased');
    const message = 'It was interrupted by a fault; the log says more under the id of the request.';
    if (row.attempts < MAX_ATTEMPTS) return this.requests.retryLater(row.id, message, RETRY_S);
    await this.database.transaction((tx) => this.requests.end(tx, row.id, message));
  }
}

interface Progress {
  readonly source: string | null;
  readonly after: string | null;
  readonly counts: Readonly<Record<string, ErasureCounts>>;
}

function added(
  counts: Progress['counts'],
  name: string,
  { slice, erased, size }: { slice: FoundSlice; erased: number; size: number | null },
): Record<string, ErasureCounts> {
  const before = counts[name] ?? NOTHING;
  const stays = slice.rows.flatMap((row) => row.stays ?? []);
  return {
    ...counts,
    [name]: {
      scanned: before.scanned + slice.scanned,
      found: before.found + slice.rows.length,
      erased: before.erased + erased,
      kept: before.kept + stays.length,
      done: slice.next === undefined,
      size,
      stays: [...new Set([...before.stays, ...stays])].slice(0, MAX_REASONS),
    },
  };
}

/** Only figures: the audit log is kept for ever. */
function totals(counts: Progress['counts']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(counts).map(([name, { found, erased, kept }]) => [
      name,
      { found, erased, kept },
    ]),
  );
}
