import { Injectable } from '@nestjs/common';
import { AppError } from '#core/errors/app-error.js';
import { Log } from '#core/logging/log.js';
import { newTraceId, runWithTrace } from '#core/logging/trace-context.js';
import { Rounds } from '#core/time/rounds.js';

/** Rows that somebody has to look at when their time has come. */
export interface DueRows<T> {
  /** As in "looking at a refund failed". */
  readonly what: string;
  readonly everyMs: number;
  /** Rows at a time. */
  readonly batch: number;
  /** Takes due rows so that nobody else does for as long as the lease lasts. */
  claim(limit: number, leaseMs: number): Promise<readonly T[]>;
  look(row: T): Promise<unknown>;
  idOf(row: T): string;
}

/** Longer than a look takes, so that a row is looked at by one worker at a time. */
const LEASE_MS = 120_000;

/**
 * Looks at whatever is due. Rows are claimed in Postgres, so any number of workers share the work without a queue
 * between them.
 */
@Injectable()
export class DueLooks {
  constructor(
    private readonly rounds: Rounds,
    private readonly log: Log,
  ) {}

  /** To be called while modules are initialised: work begins once all of them are. */
  register<T>(rows: DueRows<T>): void {
    const { what, everyMs } = rows;
    const run = (): Promise<void> => this.lookAtAll(rows);
    this.rounds.add({ what: `looking for ${what} that is due`, everyMs, run });
  }

  private async lookAtAll<T>(rows: DueRows<T>): Promise<void> {
    const due = await rows.claim(rows.batch, LEASE_MS);
    await Promise.all(due.map((row) => this.lookAt(rows, row)));
  }

  private async lookAt<T>(rows: DueRows<T>, row: T): Promise<void> {
    try {
      await runWithTrace(newTraceId(), () => rows.look(row));
    } catch (error) {
      // A vendor that is down is in the integration log already; it is asked again by schedule.
      if (error instanceof AppError) return;
      this.log.error({ err: error, id: rows.idOf(row) }, `looking at ${rows.what} failed`);
    }
  }
}
