import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Queues } from '#core/queue/queues.js';

type Part = 'healthy' | 'unhealthy';

export interface ReadinessAnswer {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly parts: Readonly<Record<string, { readonly status: Part; readonly message?: string }>>;
}

const PATIENCE_MS = 2_000;

/** Whether this process can do its work now, part by part. */
@Injectable()
export class Readiness {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  /** Without the database nothing works; without the queue webhooks are still taken and processed later. */
  async look(): Promise<ReadinessAnswer> {
    const [database, queue] = await Promise.all([
      probe(() => this.database.query('SELECT 1')),
      probe(() => this.queues.ping()),
    ]);
    const withoutDatabase = database.status === 'unhealthy' ? 'unhealthy' : undefined;
    const withoutQueue = queue.status === 'unhealthy' ? 'degraded' : 'healthy';
    return { status: withoutDatabase ?? withoutQueue, parts: { database, queue } };
  }
}

/** Load balancers look at the status alone. */
export function httpStatusOf({ status }: ReadinessAnswer): number {
  return status === 'unhealthy' ? 503 : 200;
}

async function probe(work: () => Promise<unknown>): Promise<{ status: Part; message?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    await Promise.race([work(), late]);
    return { status: 'healthy' };
  } catch (error) {
    // Driver messages may name hosts and users; the code is enough for whoever looks into the log.
    const code = (error as { code?: string } | null)?.code;
    return { status: 'unhealthy', message: code ?? 'out of reach' };
  } finally {
    clearTimeout(timer);
  }
}
