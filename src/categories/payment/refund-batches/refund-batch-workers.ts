import {
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { newTraceId, runWithTrace } from '#core/logging/trace-context.js';
import { Queues } from '#core/queue/queues.js';
import { Rounds } from '#core/time/rounds.js';
import {
  type BatchHint,
  batchHintSchema,
  REFUND_BATCH_QUEUE,
  RefundBatchHints,
} from './refund-batch-hints.js';
import { RefundBatchRunner } from './refund-batch-runner.js';

const SWEEP_MS = 1_000;
const SWEEP_LIMIT = 10;
/** How long a hint may take from the queue to its worker before the batch is given again. */
const HINT_MS = 30_000;
const CONCURRENCY = 2;

/** Works on batches that the queue names, and looks for those that no hint led to. */
@Injectable()
export class RefundBatchWorkers implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly config: Config,
    private readonly queues: Queues,
    private readonly hints: RefundBatchHints,
    private readonly runner: RefundBatchRunner,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<void> => this.sweep();
    this.rounds.add({ what: 'looking for refund batches', everyMs: SWEEP_MS, run });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorkers) return;
    if (this.config.isAlone) await this.runner.takeBackAll();
    this.queues.work<BatchHint>(
      REFUND_BATCH_QUEUE,
      (data) => this.run(batchHintSchema.parse(data).batch_id),
      CONCURRENCY,
    );
  }

  /** Before queues wait for their jobs: a batch may have minutes of work left. */
  onModuleDestroy(): void {
    this.runner.stop();
  }

  private async sweep(): Promise<void> {
    for (const id of await this.runner.takeDue(SWEEP_LIMIT, HINT_MS)) {
      if (!(await this.hints.give(id))) await this.run(id);
    }
  }

  private run(id: string): Promise<void> {
    return runWithTrace(newTraceId(), () => this.runner.run(id));
  }
}
