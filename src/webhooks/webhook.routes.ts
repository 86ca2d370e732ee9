/**
 * `/webhook/:type/:slug` on bare Fastify: the raw bytes are needed, any content type is welcome, and every
 * microsecond counts here.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, NotFoundError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import type { Log } from '#core/logging/log.js';
import {
  currentTraceId,
  newTraceId,
  parseTraceparent,
  runWithTrace,
} from '#core/logging/trace-context.js';
import type { ProviderRegistry } from '#providers/provider-registry.js';
import type { WebhookIngest } from './webhook-ingest.js';

const BODY_LIMIT = 1024 * 1024;

interface Params {
  readonly type: string;
  readonly slug: string;
  readonly '*'?: string;
}

export interface WebhookRouteParts {
  readonly registry: ProviderRegistry;
  readonly ingest: WebhookIngest;
  readonly log: Log;
}

/** Registers the routes in a scope of their own, so that the JSON parser of the API does not touch the bodies. */
export function registerWebhookRoutes(fastify: FastifyInstance, parts: WebhookRouteParts): void {
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    const handler = (
      request: FastifyRequest<{ Params: Params }>,
      reply: FastifyReply,
    ): Promise<FastifyReply> =>
      runWithTrace(
        parseTraceparent(request.headers['traceparent'] as string | undefined)?.traceId ??
          newTraceId(),
        () => handle(parts, request, reply),
      );
    for (const url of ['/webhook/:type/:slug', '/webhook/:type/:slug/*']) {
      scope.route({
        method: ['GET', 'POST', 'PUT', 'DELETE'],
        url,
        handler,
        bodyLimit: BODY_LIMIT,
      });
    }
    done();
  });
}

async function handle(
  { registry, ingest, log }: WebhookRouteParts,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    const { type, slug } = request.params;
    const provider = registry.findBySlug(slug) ?? (await registry.findFreshBySlug(slug));
    if (provider?.integrationType !== type) {
      throw new NotFoundError(
        "No provider has this webhook URL; copy it from the provider's page.",
      );
    }
    const answer = await ingest.receive({
      provider,
      route: subPathOf(request.params),
      method: request.method,
      query: queryOf(request.url),
      headers: flatten(request.headers),
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      remoteIp: request.ip,
      traceId: currentTraceId() ?? newTraceId(),
      receivedAt: new Date(),
    });
    return await reply.status(answer.status).headers(answer.headers).send(answer.body);
  } catch (error) {
    return sendError(error, reply, log);
  }
}

function sendError(error: unknown, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof AppError) {
    if (error.retryAfterS !== undefined)
      void reply.header('retry-after', String(error.retryAfterS));
    return reply.status(error.status).send(toErrorBody(error));
  }
  log.error({ err: error }, 'receiving a webhook failed');
  return reply
    .status(500)
    .send(toErrorBody({ message: 'The webhook could not be taken; send it again.', errors: [] }));
}

function subPathOf(params: Params): string {
  const rest = params['*'];
  return rest === undefined || rest === '' ? '' : `/${rest}`;
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

function flatten(headers: FastifyRequest['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
