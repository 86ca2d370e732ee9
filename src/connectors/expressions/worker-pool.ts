/**
 * A few worker threads for expressions that are too heavy for the main thread. They start when first
 * needed and stay; one that does not answer in time is ended and replaced.
 */
import { Worker } from 'node:worker_threads';
import { ExpressionError, type ExpressionFault } from '#connectors/expressions/expression.error.js';
import {
  ALL_BUSY,
  CLOSED,
  NOT_STARTED,
  NOT_COPYABLE,
  OUT_OF_MEMORY,
  TIMED_OUT,
} from '#connectors/expressions/limit-messages.js';
import type { WorkerAnswer, WorkerTask } from '#connectors/expressions/worker-protocol.js';

const MEMORY = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
/**
 * For a worker to become free or to start. A machine that is busy with other things starts a thread in seconds rather
 * than in tenths of one, and what an expression may compute has nothing to do with that.
 */
const MAX_WAIT_MS = 4_000;
/** The worker stops itself a little earlier than it would be ended, and so stays usable. */
const SELF_STOP_SHARE = 0.8;

const RUNS_FROM_SOURCE = import.meta.url.endsWith('.ts');
const WORKER_FILE = new URL(
  `./expression-worker.${RUNS_FROM_SOURCE ? 'ts' : 'js'}`,
  import.meta.url,
);

interface Job {
  readonly task: Omit<WorkerTask, 'timeMs'>;
  /** For its work alone, once a worker has it. */
  readonly timeMs: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ExpressionError) => void;
  timer?: NodeJS.Timeout;
  thread?: Thread;
}

interface Thread {
  readonly worker: Worker;
  isReady: boolean;
  job?: Job;
}

export class WorkerPool {
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  readonly #queue: Job[] = [];
  #nextId = 1;
  #isClosed = false;

  constructor(size = 2) {
    this.#size = size;
  }

  /**
   * Evaluates in a worker.
   *
   * @param timeMs for the work itself; waiting for a worker has a limit of its own
   * @throws ExpressionError
   */
  run(source: string, input: unknown, nowMs: number, timeMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const task = { id: this.#nextId++, source, input, nowMs };
      const job: Job = { task, timeMs, resolve, reject };
      if (this.#isClosed) {
        reject(new ExpressionError(CLOSED));
        return;
      }
      job.timer = setTimeout(() => this.#expire(job), MAX_WAIT_MS);
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  /** Ends all workers; what is waiting or running is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#queue.splice(0)) this.#fail(job, CLOSED);
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const { job } of threads) {
      if (job !== undefined) this.#fail(job, CLOSED);
    }
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const idle = [...this.#threads].find(({ isReady, job }) => isReady && job === undefined);
      if (idle === undefined) break;
      const job = this.#queue.shift();
      if (job !== undefined) this.#assign(job, idle);
    }
    const starting = [...this.#threads].filter(({ isReady }) => !isReady).length;
    const isShort = this.#queue.length > starting && this.#threads.size < this.#size;
    if (isShort && !this.#isClosed) this.#start();
  }

  #assign(job: Job, thread: Thread): void {
    thread.job = job;
    job.thread = thread;
    clearTimeout(job.timer);
    job.timer = setTimeout(() => this.#expire(job), job.timeMs);
    try {
      thread.worker.postMessage({ ...job.task, timeMs: job.timeMs * SELF_STOP_SHARE });
    } catch {
      thread.job = undefined;
      this.#fail(job, NOT_COPYABLE);
    }
  }

  #start(): void {
    const worker = new Worker(WORKER_FILE, {
      name: 'expressions',
      env: {},
      execArgv: RUNS_FROM_SOURCE ? ['--conditions=source'] : [],
      resourceLimits: MEMORY,
    });
    worker.unref();
    const thread: Thread = { worker, isReady: false };
    this.#threads.add(thread);
    worker.on('message', (answer: WorkerAnswer) => this.#receive(thread, answer));
    worker.on('error', (error: NodeJS.ErrnoException) => this.#lose(thread, error));
  }

  #receive(thread: Thread, answer: WorkerAnswer): void {
    thread.isReady = true;
    const { job } = thread;
    if (job?.task.id === answer.id) {
      thread.job = undefined;
      if ('fault' in answer) this.#fail(job, answer.fault);
      else this.#succeed(job, answer.value);
    }
    this.#dispatch();
  }

  #succeed(job: Job, value: unknown): void {
    clearTimeout(job.timer);
    job.resolve(value);
  }

  #fail(job: Job, fault: ExpressionFault, cause?: unknown): void {
    clearTimeout(job.timer);
    job.reject(new ExpressionError(fault, cause));
  }

  #expire(job: Job): void {
    const waiting = this.#queue.indexOf(job);
    if (waiting !== -1) {
      this.#queue.splice(waiting, 1);
      this.#fail(job, ALL_BUSY);
      return;
    }
    this.#fail(job, TIMED_OUT);
    if (job.thread !== undefined) this.#replace(job.thread);
  }

  /** A worker that had loaded once is replaced at once, so that the next heavy expression finds it warm. */
  #replace(thread: Thread): void {
    this.#threads.delete(thread);
    void thread.worker.terminate();
    if (!this.#isClosed) this.#start();
  }

  #lose(thread: Thread, error: NodeJS.ErrnoException): void {
    const wasKnown = this.#threads.delete(thread);
    if (!wasKnown) return;
    if (thread.job !== undefined) {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#fail(thread.job, isMemory ? OUT_OF_MEMORY : TIMED_OUT, error);
    }
    if (thread.isReady) this.#dispatch();
    else this.#refuseAll(error);
  }

  /** The worker could not even load; starting it again would fail the same way. */
  #refuseAll(error: unknown): void {
    for (const job of this.#queue.splice(0)) this.#fail(job, NOT_STARTED, error);
  }
}
