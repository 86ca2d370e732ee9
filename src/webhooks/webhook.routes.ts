/**
 * `/webhook/:type/:slug` on bare Fastify: the raw bytes are needed, any content type is welcome, and every
 * microsecond counts here.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, NotFoundError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import type { Log } from '#core/logging/log.js';
import { runWithTrace } from '#core/logging/trace-context.js';
import type { Metrics } from '#monitoring/metrics/metrics.js';
import type { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { PROBE_HEADER, type ProbeTokens } from './reachability/probe-tokens.js';
import type { WebhookFlood } from './webhook-flood.js';
import {
  type Reception,
  WebhookBusyError,
  type WebhookIngest,
  WebhookStorageError,
} from './webhook-ingest.js';

const BODY_LIMIT = 1024 * 1024;

/** What the server itself turns away, before there is a body that could be stored. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request could not be read to its end; send it again.',
  413: 'A webhook may hold 1 MiB at most.',
};

declare module 'fastify' {
  interface FastifyRequest {
    /** The content type as the sender wrote it. */
    statedType: string | undefined;
  }
}

interface Params {
  readonly type: string;
  readonly slug: string;
  readonly '*'?: string;
}

export interface WebhookRouteParts {
  readonly registry: ProviderRegistry;
  readonly ingest: WebhookIngest;
  readonly flood: WebhookFlood;
  /** Recognise the hub's own calls that only ask whether its address leads here. */
  readonly probes: ProbeTokens;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Registers the routes in a scope of their own, so that the JSON parser of the API does not touch the bodies. */
export function registerWebhookRoutes(fastify: FastifyInstance, parts: WebhookRouteParts): void {
  void fastify.register((scope, _options, done) => {
    turnFloodsAway(scope, parts.flood);
    takeAnyBody(scope);
    scope.setErrorHandler((error, request, reply) =>
      runWithTrace(request.traceId, () => sendError(error, reply, parts.log)),
    );
    for (const url of ['/webhook/:type/:slug', '/webhook/:type/:slug/*']) {
      scope.route<{ Params: Params }>({
        method: ['GET', 'POST', 'PUT', 'DELETE'],
        url,
        handler: (request, reply) => handle(parts, request, reply),
        bodyLimit: BODY_LIMIT,
      });
    }
    done();
  });
}

/** Before the body is read: one that is not wanted costs next to nothing. */
function turnFloodsAway(scope: FastifyInstance, flood: WebhookFlood): void {
  scope.addHook('onRequest', (request, reply, next) => {
    const waitS = flood.waitOf(request.ip);
    if (waitS === undefined) {
      next();
      return;
    }
    const message = `Too many webhooks without a valid signature came from your address; send it again in ${waitS} seconds.`;
    void reply
      .status(429)
      .header('retry-after', String(waitS))
      .send(toErrorBody({ message, errors: [] }, request.traceId));
  });
}

/** Bodies stay bytes whatever they claim to be. A content type that is none would be refused, so it is put aside. */
function takeAnyBody(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (_request, body, parsed) => parsed(null, body),
  );
  scope.decorateRequest('statedType', undefined);
  scope.addHook('onRequest', (request, _reply, next) => {
    request.statedType = request.headers['content-type'];
    Reflect.deleteProperty(request.raw.headers, 'content-type');
    next();
  });
}

async function handle(
  parts: WebhookRouteParts,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const nonce = nonceOf(parts.probes, request);
  if (nonce !== undefined) {
    const bytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
    return reply.header('cache-control', 'no-store').send({ probe: nonce, bytes });
  }
  const startedAt = performance.now();
  const seen = { provider: UNKNOWN, verdict: 'error' };
  try {
    const { reply: answer, verdict } = await receive(parts, request, seen);
    seen.verdict = verdict;
    // As bytes: to a text the server would add a charset that the connector did not ask for.
    return await reply.status(answer.status).headers(answer.headers).send(Buffer.from(answer.body));
  } catch (error) {
    seen.verdict = verdictOf(error);
    throw error;
  } finally {
    const { provider, verdict } = seen;
    parts.flood.note(request.ip, verdict);
    const seconds = (performance.now() - startedAt) / 1_000;
    parts.metrics.count('kunci_webhooks_received_total', { provider, verdict });
    parts.metrics.observe('kunci_webhook_ingest_duration_seconds', { verdict }, seconds);
  }
}

/** Only of a probe that this hub made itself; nothing of it is stored. */
function nonceOf(probes: ProbeTokens, request: FastifyRequest): string | undefined {
  const token = request.headers[PROBE_HEADER];
  return typeof token === 'string' ? probes.read(token) : undefined;
}

async function receive(
  { registry, ingest }: WebhookRouteParts,
  request: FastifyRequest<{ Params: Params }>,
  seen: { provider: string },
): Promise<Reception> {
  const { type, slug } = request.params;
  // A database keeps no zero byte, so such a path could not be stored, and no vendor was ever given one.
  if (Object.values(request.params).some((part) => String(part).includes('\0'))) {
    throw new NotFoundError("No provider has this webhook URL; copy it from the provider's page.");
  }
  const provider = registry.findBySlug(slug) ?? (await findFresh(registry, slug));
  if (provider?.integrationType !== type) {
    throw new NotFoundError("No provider has this webhook URL; copy it from the provider's page.");
  }
  seen.provider = provider.slug;
  return ingest.receive({
    provider,
    route: subPathOf(request.params),
    method: request.method,
    query: queryOf(request.url),
    headers: headersOf(request),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    remoteIp: request.ip,
    traceId: request.traceId,
    receivedAt: new Date(),
  });
}

/** What anybody may have typed is no label: only slugs of providers that exist are. */
const UNKNOWN = 'unknown';

function verdictOf(error: unknown): string {
  if (error instanceof NotFoundError) return 'unknown_provider';
  if (error instanceof WebhookStorageError) return 'not_stored';
  return error instanceof WebhookBusyError ? 'busy' : 'error';
}

function findFresh(registry: ProviderRegistry, slug: string): Promise<Provider | undefined> {
  return registry.findFreshBySlug(slug).catch((error: unknown) => {
    throw new WebhookStorageError(error);
  });
}

function sendError(error: unknown, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof AppError) {
    if (error.retryAfterS !== undefined) {
      void reply.header('retry-after', String(error.retryAfterS));
    }
    return reply.status(error.status).send(toErrorBody(error));
  }
  const status = (error as { statusCode?: number } | null)?.statusCode ?? 500;
  if (status < 500) {
    const message = REFUSALS[status] ?? 'The request was refused by the server.';
    return reply.status(status).send(toErrorBody({ message, errors: [] }));
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

function headersOf(request: FastifyRequest): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  if (request.statedType !== undefined) flat['content-type'] = request.statedType;
  return flat;
}
