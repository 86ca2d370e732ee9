import {
  type Job,
  type JobsOptions,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { createPostgresBackend, DEFAULT_SCHEMA } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { PLAN_BY_INDEX } from '#core/database/plan-by-index.js';

export interface QueueSettings {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
  /** Keeps hubs that share a Redis apart: each would take the others' jobs and find no row for them. */
  readonly installationId: string;
  readonly onError: (error: Error) => void;
  /** Hears of a job that failed; whether it is tried again is the job's own business. */
  readonly onJobFailed: (queue: string, error: Error) => void;
}

/** What a worker does with one job; throwing lets BullMQ retry by the job's own options. */
export type Processor<T> = (data: T) => Promise<void>;

/** Adds jobs to one queue. Jobs carry ids, never payloads or secrets. */
export interface JobQueue<T> {
  add(data: T, options?: JobsOptions): Promise<void>;
}

/** How many jobs of a queue are in one state. */
export interface QueueCount {
  readonly queue: string;
  readonly state: string;
  readonly count: number;
}

/** What queues of both backends have in common. */
interface Countable {
  getJobCounts(...states: readonly string[]): Promise<Readonly<Record<string, number>>>;
}

interface Closable {
  close(force?: boolean): Promise<void>;
}

const POOL_SIZE = 10;
const COUNTED_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/**
 * BullMQ on Redis where there is one, else on its own Postgres backend in our database. A queue is a
 * hint that work is due: the truth is a `due_at` in a table, so losing a queue loses nothing.
 */
export class Queues {
  private readonly open: Closable[] = [];
  private readonly named = new Map<string, Countable>();
  private readonly workers: Closable[] = [];
  private readonly clients: Redis[] = [];
  private pool: pg.Pool | undefined;
  private isClosed = false;
  private probe: (() => Promise<unknown>) | undefined;

  constructor(private readonly settings: QueueSettings) {}

  get backend(): 'redis' | 'postgres' {
    return this.settings.redisUrl === undefined ? 'postgres' : 'redis';
  }

  queue<T>(name: string): JobQueue<T> {
    const queue =
      this.backend === 'redis'
        ? new Queue(name, this.redisOptions({ enableOfflineQueue: false, maxRetriesPerRequest: 1 }))
        : new Queue(name, { connection: this.sharedPool() }, createPostgresBackend);
    queue.on('error', (error) => this.report(error));
    this.open.push(queue);
    this.named.set(name, queue);
    this.probe ??= () => queue.getJobCountByTypes('waiting');
    return {
      add: async (data, options) => {
        await queue.add(name, data, { removeOnComplete: true, removeOnFail: 1_000, ...options });
      },
    };
  }

  /** Starts working on a queue; `concurrency` jobs at a time. */
  work<T>(name: string, processor: Processor<T>, concurrency: number): void {
    const run = (job: Job) => processor(job.data as T);
    const options: Omit<WorkerOptions, 'connection'> = { concurrency, drainDelay: 5 };
    const worker =
      this.backend === 'redis'
        ? new Worker(name, run, {
            ...options,
            ...this.redisOptions({ maxRetriesPerRequest: null }),
          })
        : new Worker(
            name,
            run,
            { ...options, connection: this.sharedPool() },
            createPostgresBackend,
          );
    worker.on('error', (error) => this.report(error));
    worker.on('failed', (_job, error) => this.settings.onJobFailed(name, error));
    this.workers.push(worker);
  }

  /**
   * Jobs by queue and state, of the queues that this process adds to.
   *
   * @throws when the backend does not answer
   */
  async counts(): Promise<QueueCount[]> {
    const all = await Promise.all(
      [...this.named].map(async ([name, queue]) => {
        const counts = await queue.getJobCounts(...COUNTED_STATES);
        return COUNTED_STATES.map((state) => ({ queue: name, state, count: counts[state] ?? 0 }));
      }),
    );
    return all.flat();
  }

  /** @throws when the backend does not answer */
  async ping(): Promise<void> {
    await this.probe?.();
  }

  /** Lets running jobs finish, then closes every connection. A Redis that is away is not waited for. */
  async close(): Promise<void> {
    const isAway = this.clients.some((client) => client.status !== 'ready');
    await Promise.all(this.workers.map((worker) => worker.close(isAway)));
    await Promise.all(this.open.map((queue) => queue.close()));
    this.isClosed = true;
    await this.pool?.end();
  }

  /** Connections that are told to end may hear from a server that ends, too. */
  private report(error: Error): void {
    if (!this.isClosed) this.settings.onError(error);
  }

  private redisOptions(options: {
    enableOfflineQueue?: boolean;
    maxRetriesPerRequest: number | null;
  }): QueueOptions {
    const connection = new Redis(this.settings.redisUrl ?? '', { ...options, lazyConnect: false });
    connection.on('error', (error) => this.report(error));
    this.clients.push(connection);
    this.open.push({ close: async () => connection.disconnect() });
    // In braces, so that a Redis cluster keeps the keys of one queue on one node.
    return { connection, prefix: `{kunci-${this.settings.installationId}}` };
  }

  private sharedPool(): pg.Pool {
    if (this.pool) return this.pool;
    this.pool = new pg.Pool({
      connectionString: this.settings.databaseUrl,
      options: `-c search_path=${DEFAULT_SCHEMA} ${PLAN_BY_INDEX}`,
      max: POOL_SIZE,
      keepAlive: true,
      application_name: 'kunci-queue',
    });
    // A connection that breaks in anyone's hands is told by an event; unheard it would end the process.
    this.pool.on('connect', (client) => client.on('error', (error) => this.report(error)));
    return this.pool;
  }
}
