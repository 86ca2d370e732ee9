/**
 * The OpenTelemetry SDK, loaded only when traces are sent somewhere. pg is patched by its instrumentation: the patches
 * sit on prototypes, so it is enough to require pg once more through the hook, and no loader for ES modules is needed.
 */
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
  TracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { TracingSettings } from '#core/config/config.js';
import { traceRedis } from './redis-spans.js';
import { hubIds } from './span-ids.js';
import { useTracer } from './spans.js';

export interface TracedProcess {
  readonly version: string;
  readonly role: string;
}

const SCOPE = 'kunci';
/** What is left when the hub ends must be out within a few seconds. */
const FLUSH_MS = 3_000;

/** Starts sending traces; returns how to send the rest and stop. */
export function startTracing(
  settings: TracingSettings,
  process: TracedProcess,
): () => Promise<void> {
  const provider = createProvider(settings, process);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const pg = instrumentPg(provider);
  const stopRedis = traceRedis();
  useTracer(provider.getTracer(SCOPE, process.version));
  return async () => {
    useTracer(undefined);
    stopRedis();
    pg.disable();
    await endQuietly(provider);
    trace.disable();
    context.disable();
  };
}

function createProvider(settings: TracingSettings, process: TracedProcess): TracerProvider {
  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint}/v1/traces`,
    headers: Object.fromEntries(
      Object.entries(settings.headers).map(([name, value]) => [name, value.reveal()]),
    ),
  });
  return new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.serviceName,
      'service.version': process.version,
      'kunci.role': process.role,
    }),
    idGenerator: hubIds,
    sampler: samplerOf(settings.share),
    spanProcessors: [new Scrubber(), new BatchSpanProcessor({ exporter })],
  });
}

/** What the caller keeps is kept; for the rest the trace id decides, alike in every process and at any time. */
function samplerOf(share: number): Sampler {
  const byShare = new TraceIdRatioBasedSampler(share);
  return new ParentBasedSampler({ root: byShare, remoteParentNotSampled: byShare });
}

/** Messages of drivers may quote values of rows, so they stay in the log. */
class Scrubber implements SpanProcessor {
  onStart(): void {
    // Nothing to take out yet.
  }

  onEnd(span: ReadableSpan): void {
    delete span.status.message;
    span.events.length = 0;
  }

  async forceFlush(): Promise<void> {
    // Holds nothing.
  }

  async shutdown(): Promise<void> {
    // Holds nothing.
  }
}

function instrumentPg(provider: TracerProvider): PgInstrumentation {
  const instrumentation = new PgInstrumentation({
    requireParentSpan: true,
    ignoreConnectSpans: true,
    enhancedDatabaseReporting: false,
  });
  instrumentation.setTracerProvider(provider);
  const require = createRequire(import.meta.url);
  require('pg');
  createRequire(require.resolve('pg'))('pg-pool');
  return instrumentation;
}

/** A receiver that is away must not keep the hub from ending. */
async function endQuietly(provider: TracerProvider): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, FLUSH_MS);
  });
  const flushed = provider.shutdown().catch(() => undefined);
  await Promise.race([flushed, late]);
  clearTimeout(timer);
}
