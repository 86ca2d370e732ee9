import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { eachLimited } from '#core/async/each-limited.js';
import { AppError } from '#core/errors/app-error.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import { Log } from '#core/logging/log.js';
import { ProviderPausedError } from '#providers/pause/provider-pause.js';
import { BatchRefunds } from './batch-refunds.js';
import { BatchWorkRepository, type HeldItem } from './batch-work.repository.js';
import { RefundBatchRepository } from './refund-batch.repository.js';

const SLICE = 20;
/** Refunds at a time, so that a batch leaves room for guests who pay. */
const WIDTH = 4;
/** Longer than a slice takes when every vendor call runs into its timeout. */
const LEASE_MS = 240_000;
/** After each try at which surely nothing happened; then the item has failed. */
const RETRY_AFTER_MS = [5_000, 20_000, 60_000, 180_000, 600_000];

/** Works through the items of a batch; each is asked for once, whatever dies in between. */
@Injectable()
export class RefundBatchRunner {
  private isStopping = false;

  constructor(
    private readonly batches: RefundBatchRepository,
    private readonly work: BatchWorkRepository,
    private readonly refunds: BatchRefunds,
    private readonly log: Log,
  ) {}

  takeBackAll(): Promise<void> {
    return this.work.takeBackAll();
  }

  /** Batches whose time has come, given to this process for a while. */
  takeDue(limit: number, leaseMs: number): Promise<string[]> {
    return this.work.takeDue(limit, leaseMs);
  }

  /** Items that have not begun are left to whoever comes next. */
  stop(): void {
    this.isStopping = true;
  }

  async run(batchId: string): Promise<void> {
    const actor = await this.batches.actorOf(batchId);
    if (!actor) return;
    while (!this.isStopping) {
      const items = await this.work.hold(batchId, SLICE, LEASE_MS);
      if (items.length === 0) break;
      await eachLimited(items, WIDTH, (item) => this.runItem(item, actor));
    }
    await this.work.release(batchId);
  }

  private async runItem(item: HeldItem, actor: Actor): Promise<void> {
    if (this.isStopping) {
      await this.work.putBack([item.id]);
      return;
    }
    try {
      await this.refunds.refund(item, actor);
      await this.work.finish(item.id, 'asked', undefined);
    } catch (error) {
      await this.end(item, error);
    }
  }

  private async end(item: HeldItem, error: unknown): Promise<void> {
    if (error instanceof ProviderPausedError) {
      return this.work.wait(item.id, { waitMs: error.waitMs, error: toldOf(error) });
    }
    const isOurs = error instanceof AppError;
    if (!isOurs) this.log.error({ err: error, item_id: item.id }, 'refunding an item failed');
    const told = isOurs
      ? toldOf(error)
      : { message: 'The hub failed at this refund; look into its log.', errors: [] };
    const isFree = mayGoBetter(error);
    // After a failure of our own the refund may stand in its row: the next try finds it there.
    const waitMs = isFree || !isOurs ? RETRY_AFTER_MS[item.attempts] : undefined;
    if (waitMs === undefined) await this.work.finish(item.id, 'failed', told);
    else await this.work.postpone(item.id, { waitMs, error: told, isFree });
  }
}

function toldOf({ message, errors }: AppError) {
  return { message, errors };
}

/** Surely nothing happened at the vendor, and a later try may succeed. */
function mayGoBetter(error: unknown): boolean {
  return error instanceof VendorError && VENDOR_ERROR_KINDS[error.kind].fallback === 'yes';
}
