/**
 * One row for each attempt to call a vendor, kept out of the call's way: rows gather in memory and are
 * written many at a time. They are a record, not a ledger: when the database stays away they are
 * dropped and counted rather than letting memory grow or calls fail.
 */
import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import { newId } from '#core/ids/uuid.js';
import type { Log } from '#core/logging/log.js';
import type { Clock } from '#core/time/clock.js';

/** `ok`, the kind of the vendor error, `breaker_open` when the vendor was not asked, `bug` for a fault of ours. */
export type CallOutcome = string;

/** What is known of one attempt. Summaries are short, without guest data; secret keys are masked on the way. */
export interface IntegrationLogEntry {
  readonly propertyId: string | null;
  readonly providerId: string;
  readonly integrationType: string;
  readonly operation: string;
  readonly featureKey?: string;
  /** 1 for the first provider of the chain. */
  readonly attempt: number;
  readonly outcome: CallOutcome;
  readonly httpStatus?: number;
  readonly latencyMs: number;
  readonly traceId?: string;
  /** What the call was about, such as a payment id. */
  readonly reference?: string;
  readonly errorMessage?: string;
  /** The vendor's own code of a failure, as its connector reads it. */
  readonly vendorCode?: string;
  readonly requestSummary?: unknown;
  readonly responseSummary?: unknown;
}

/** An entry with its place in time. */
export interface IntegrationLogRow extends IntegrationLogEntry {
  readonly id: string;
  readonly createdAt: Date;
}

/** Where rows are written; one call is one batch. */
export interface IntegrationLogStore {
  insert(rows: readonly IntegrationLogRow[]): Promise<void>;
}

export interface IntegrationLogLimits {
  readonly flushMs: number;
  readonly batchRows: number;
  readonly bufferRows: number;
}

const LIMITS: IntegrationLogLimits = { flushMs: 200, batchRows: 500, bufferRows: 20_000 };

export class IntegrationLogs implements BeforeApplicationShutdown, OnApplicationShutdown {
  private buffer: IntegrationLogRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private dropped = 0;
  private readonly readers: (() => Promise<void>)[] = [];

  constructor(
    private readonly store: IntegrationLogStore,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly limits: IntegrationLogLimits = LIMITS,
  ) {}

  /** Takes one entry; returns at once and never throws. */
  record(entry: IntegrationLogEntry): void {
    if (this.buffer.length >= this.limits.bufferRows) {
      this.dropped += 1;
      return;
    }
    this.buffer.push({ ...entry, id: newId(), createdAt: this.clock.now() });
    if (this.buffer.length >= this.limits.batchRows) this.startWriting();
    else this.timer ??= setTimeout(() => this.startWriting(), this.limits.flushMs);
  }

  /** Writes everything taken so far. */
  async flush(): Promise<void> {
    while (this.writing !== undefined || this.buffer.length > 0) {
      this.startWriting();
      await this.writing;
    }
  }

  /**
   * Reads the store while nothing is being written: every row taken so far is either there or among `waiting`, which is
   * to be looked at before the first await.
   */
  betweenBatches<T>(read: (waiting: readonly IntegrationLogRow[]) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.readers.push(() => read(this.buffer).then(resolve, reject));
      this.startWriting();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /** Once more: requests that were still running have ended meanwhile. */
  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private startWriting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
  }

  /** One batch after the other: while one is under way the next grows, so a slow database gets larger ones. */
  private async writeAll(): Promise<void> {
    while (this.buffer.length > 0 || this.readers.length > 0) {
      const read = this.readers.shift();
      if (read) await read();
      const batch = this.buffer.slice(0, this.limits.batchRows);
      this.buffer = this.buffer.slice(batch.length);
      if (batch.length > 0) await this.write(batch);
    }
    this.reportDropped();
  }

  private async write(batch: readonly IntegrationLogRow[]): Promise<void> {
    try {
      await this.store.insert(batch);
    } catch {
      await this.writeAgain(batch);
    }
  }

  private async writeAgain(batch: readonly IntegrationLogRow[]): Promise<void> {
    try {
      await this.store.insert(batch);
    } catch (error) {
      this.dropped += batch.length;
      this.log.warn(
        { err: error, rows: batch.length },
        'integration log rows could not be written',
      );
    }
  }

  private reportDropped(): void {
    if (this.dropped === 0) return;
    this.log.warn({ rows: this.dropped }, 'integration log rows were dropped');
    this.dropped = 0;
  }
}
