/** One item waits for the batch it travels in. */
interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly maxItems: number;
  /** Batches on their way at the same time; two keep the database busy while one is being answered. */
  readonly maxInFlight: number;
}

/**
 * Lets concurrent writers share one statement and so one disk flush. Nobody waits for a timer: an idle
 * writer goes at once, and what arrives meanwhile forms the next batch. When a batch fails because of
 * what is in it, each of its items is tried alone, so one bad row hurts nobody else.
 */
export class GroupCommit<T, R = undefined> {
  private waiting: Waiting<T, R>[] = [];
  private inFlight = 0;
  private isScheduled = false;

  constructor(
    /** Writes a batch; one result for each item, in their order. */
    private readonly write: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly options: GroupCommitOptions,
  ) {}

  /** Resolves with the item's result once it is durably written; rejects with the database's error. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  /** Items that arrived in the same turn of the event loop belong together. */
  private schedule(): void {
    if (this.isScheduled || this.inFlight >= this.options.maxInFlight) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    if (this.waiting.length === 0 || this.inFlight >= this.options.maxInFlight) return;
    const batch = this.waiting.splice(0, this.options.maxItems);
    this.inFlight += 1;
    try {
      const results = await this.write(batch.map((entry) => entry.item));
      for (const [i, entry] of batch.entries()) entry.resolve(results[i] as R);
    } catch (error) {
      await this.oneByOne(batch, error);
    } finally {
      this.inFlight -= 1;
      if (this.waiting.length > 0) this.schedule();
    }
  }

  private async oneByOne(batch: readonly Waiting<T, R>[], error: unknown): Promise<void> {
    if (batch.length === 1 || !isAboutRows(error)) {
      for (const entry of batch) entry.reject(error);
      return;
    }
    for (const entry of batch) {
      await this.write([entry.item]).then(([result]) => entry.resolve(result as R), entry.reject);
    }
  }
}

/** SQLSTATE classes for values and constraints; anything else, such as a lost connection, is no row's fault. */
function isAboutRows(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23][0-9A-Z]{3}$/.test(code);
}
