import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#access/public.decorator.js';
import { Database } from '#core/database/database.js';
import { Queues } from '#core/queue/queues.js';

type Part = 'healthy' | 'unhealthy';

interface Readiness {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly parts: Readonly<Record<string, { readonly status: Part; readonly message?: string }>>;
}

const PATIENCE_MS = 2_000;

/** For load balancers and container health checks. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  /** The process answers; nothing else is looked at, so that a database outage restarts nobody. */
  @Get('live')
  @Public()
  live(): { status: 'healthy' } {
    return { status: 'healthy' };
  }

  /** Without the database nothing works; without the queue webhooks are still taken and processed later. */
  @Get('ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [database, queue] = await Promise.all([
      probe(() => this.database.query('SELECT 1')),
      probe(() => this.queues.ping()),
    ]);
    const status =
      database.status === 'unhealthy'
        ? 'unhealthy'
        : queue.status === 'unhealthy'
          ? 'degraded'
          : 'healthy';
    void reply.status(status === 'unhealthy' ? 503 : 200);
    return { status, parts: { database, queue: { ...queue } } };
  }
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
