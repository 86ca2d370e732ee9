/**
 * `/metrics` and `/health` on a port of their own: the only ones of a worker, and for the other roles a way to keep
 * them apart from what the world can reach.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Config, ConfigError } from '#core/config/config.js';
import { AppError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { Log } from '#core/logging/log.js';
import { httpStatusOf, Readiness } from '../readiness.js';
import { MetricsAccess } from './metrics-access.js';
import { Metrics } from './metrics.js';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
});

const NOT_FOUND = json(
  404,
  toErrorBody(
    { message: 'There is /metrics, /health/live and /health/ready here.', errors: [] },
    '',
  ),
);

@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly access: MetricsAccess,
    private readonly readiness: Readiness,
    private readonly log: Log,
  ) {}

  /** @throws ConfigError when the port can't be listened on */
  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.config;
    if (metricsPort === undefined) return;
    this.server = createServer((request, response) => void this.respond(request, response));
    try {
      await once(this.server.listen(metricsPort, host), 'listening');
    } catch (error) {
      throw listenProblem(error, metricsPort, host);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.server?.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, text } = await this.answer(request).catch((error: unknown) =>
      this.failed(error),
    );
    response.writeHead(status, { 'content-type': type }).end(text);
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const path = request.url?.split('?', 1)[0];
    if (path === '/health/live') return json(200, { status: 'healthy' });
    if (path === '/health/ready') {
      const answer = await this.readiness.look();
      return json(httpStatusOf(answer), answer);
    }
    if (path !== '/metrics') return NOT_FOUND;
    this.access.check(request.headers.authorization);
    return { status: 200, type: Metrics.contentType, text: await this.metrics.render() };
  }

  private failed(error: unknown): Answer {
    if (error instanceof AppError) return json(error.status, toErrorBody(error, ''));
    this.log.error({ err: error }, 'metrics or health could not be told');
    return json(
      500,
      toErrorBody({ message: 'This could not be told; see the log.', errors: [] }, ''),
    );
  }
}

function listenProblem(error: unknown, port: number, host: string): ConfigError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return new ConfigError([
    `KUNCI_METRICS_PORT: port ${port} on ${host} can't be listened on (${code}); expected a free one`,
  ]);
}
