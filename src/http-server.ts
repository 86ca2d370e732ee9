/** The HTTP side of the hub: limits, trace ids, webhook routes, API page, admin UI. */
import fastifyCookie from '@fastify/cookie';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Span } from '@opentelemetry/api';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Config } from '#core/config/config.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { Log } from '#core/logging/log.js';
import {
  newTraceId,
  parseTraceparent,
  runWithTrace,
  type TraceParent,
} from '#core/logging/trace-context.js';
import { beginSpan, failSpan, runInSpan } from '#core/tracing/spans.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { LiveStream } from '#events/stream/live-stream.js';
import { Metrics } from '#monitoring/metrics/metrics.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { ProbeTokens } from '#webhooks/reachability/probe-tokens.js';
import { WebhookFlood } from '#webhooks/webhook-flood.js';
import { WebhookIngest } from '#webhooks/webhook-ingest.js';
import { registerWebhookRoutes } from '#webhooks/webhook.routes.js';
import { serveAdminUi } from './admin-ui.js';
import { serveApiDocument } from './api-document.js';
import { answerUnreadable, limitRequestSizes } from './request-sizes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller's own, or a new one; every answer carries it. */
    traceId: string;
    /** Only while traces are sent somewhere. */
    span: Span | undefined;
  }
}

const BODY_LIMIT = 2 * 1024 * 1024;
/** A client that is slower than this with its request is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;

export function createFastify(config: Config): FastifyInstance {
  return fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    trustProxy: config.trustProxy ?? false,
    forceCloseConnections: 'idle',
    frameworkErrors: refuseUnreadable,
    clientErrorHandler: answerUnreadable,
  });
}

/** For what is no request at all, such as a path with a broken escape: it never gets to a route or a hook. */
function refuseUnreadable(error: FastifyError, _request: unknown, reply: FastifyReply): void {
  const traceId = newTraceId();
  const message = 'This address can not be read; the API is described at /api/docs.';
  runWithTrace(traceId, () => {
    void reply
      .status(error.statusCode ?? 400)
      .header('x-trace-id', traceId)
      .send(toErrorBody({ message, errors: [] }));
  });
}

/** Everything that must be in place before Nest adds its own routes. */
export async function prepareHttp(app: NestFastifyApplication, config: Config): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  traceEveryRequest(server);
  countEveryRequest(server, app.get(Metrics));
  honourBodyLimits(server);
  limitRequestSizes(server);
  const stream = app.get(LiveStream);
  server.addHook('preClose', async () => stream.close());
  if (!config.servesHttp) return;
  await server.register(fastifyCookie);
  registerWebhookRoutes(server, {
    registry: app.get(ProviderRegistry),
    ingest: app.get(WebhookIngest),
    flood: floodOf(app.get(SettingsService)),
    probes: app.get(ProbeTokens),
    metrics: app.get(Metrics),
    log: app.get(Log),
  });
  await serveAdminUi(server);
  serveApiDocument(app);
}

function floodOf(settings: SettingsService): WebhookFlood {
  return new WebhookFlood(() => settings.current.limits.refused_webhooks_per_ip_per_minute);
}

/** Routes that take documents say how much in their `@RouteConfig({ bodyLimit })`; Nest keeps that to itself. */
function honourBodyLimits(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit: limit }: { bodyLimit?: number } = route.config ?? {};
    if (limit !== undefined) route.bodyLimit = limit;
  });
}

/** Every answer carries the trace id, and everything that a request causes runs under it. */
function traceEveryRequest(server: FastifyInstance): void {
  server.decorateRequest('traceId', '');
  server.decorateRequest('span', undefined);
  server.addHook('onRequest', (request, reply, next) => {
    const parent = parseTraceparent(request.headers['traceparent'] as string | undefined);
    request.span = beginRequestSpan(request, reply, parent);
    request.traceId = request.span?.spanContext().traceId ?? parent?.traceId ?? newTraceId();
    void reply.header('x-trace-id', request.traceId);
    next();
  });
  // Not in the hook before: what runs after a body was read has left the context it was read in.
  server.addHook('preHandler', ({ span, traceId }, _reply, next) =>
    span ? runInSpan(span, next) : runWithTrace(traceId, next),
  );
}

/** Named by the template of the route: paths hold ids, and what strangers ask for. */
function beginRequestSpan(
  request: FastifyRequest,
  reply: FastifyReply,
  parent: TraceParent | undefined,
): Span | undefined {
  const { method } = request;
  const route = request.routeOptions.url ?? 'unmatched';
  const attributes = { 'http.request.method': method, 'http.route': route };
  const span = beginSpan(`${method} ${route}`, { kind: 'server', attributes, parent });
  if (!span) return undefined;
  // Comes also when the caller has gone.
  reply.raw.once('close', () => {
    span.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) failSpan(span, String(reply.statusCode));
    span.end();
  });
  return span;
}

/** By the template of the route, so that neither ids nor what a stranger asks for becomes a label. */
function countEveryRequest(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unmatched';
    const status = String(reply.statusCode);
    metrics.count('kunci_http_requests_total', { method, route, status });
    metrics.observe(
      'kunci_http_request_duration_seconds',
      { method, route },
      reply.elapsedTime / 1_000,
    );
    done();
  });
}
