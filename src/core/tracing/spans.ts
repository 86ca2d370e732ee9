/**
 * Spans around what the hub does. Without a receiver for traces nothing here costs more than a look at a variable;
 * with one, the trace id of a span and that of our logs and answers are always the same.
 *
 * Attributes hold ids, slugs, operations and statuses: no bodies, headers, queries, guests' data or secrets.
 */
import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import {
  currentTraceId,
  formatTraceparent,
  newSpanId,
  runWithTrace,
  type TraceParent,
} from '#core/logging/trace-context.js';
import { withSpanId } from './span-ids.js';

export interface SpanOptions {
  readonly kind?: 'client' | 'server' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** Of another process or an earlier time; else what is being done right now. */
  readonly parent?: TraceParent;
  /** Chosen beforehand, so that what comes later can name it as its parent. */
  readonly spanId?: string;
}

const KINDS = {
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

let tracer: Tracer | undefined;

/** From now on spans are made with this tracer; undefined ends that. */
export function useTracer(next: Tracer | undefined): void {
  tracer = next;
}

/** Runs `work` inside a span that ends with it; without tracing `work` alone. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (!tracer) return work(undefined);
  const span = startSpan(tracer, name, options);
  try {
    return await runInSpan(span, () => work(span));
  } catch (error) {
    failSpan(span, kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** A span that its maker ends; undefined without tracing. */
export function beginSpan(name: string, options: SpanOptions): Span | undefined {
  return tracer && startSpan(tracer, name, options);
}

/** Everything that `work` starts belongs to the span and its trace. */
export function runInSpan<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), () => {
    const { traceId } = span.spanContext();
    return currentTraceId() === traceId ? work() : runWithTrace(traceId, work);
  });
}

/** Marks a span as failed; what exactly was wrong stands in the log. */
export function failSpan(span: Span, kind: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', kind);
}

/** The `traceparent` for a request that goes out now; undefined outside of any trace. */
export function outgoingTraceparent(): string | undefined {
  const active = tracer && trace.getSpanContext(context.active());
  if (active) {
    const { traceId, spanId, traceFlags } = active;
    return formatTraceparent({ traceId, spanId, isSampled: (traceFlags & 1) === 1 });
  }
  const traceId = currentTraceId();
  if (traceId === undefined || !/^[0-9a-f]{32}$/.test(traceId)) return undefined;
  return formatTraceparent({ traceId, spanId: newSpanId(), isSampled: false });
}

function startSpan(active: Tracer, name: string, options: SpanOptions): Span {
  const { kind, attributes, parent, spanId } = options;
  const settings = { kind: kind && KINDS[kind], attributes };
  const from = parent
    ? trace.setSpanContext(ROOT_CONTEXT, toSpanContext(parent))
    : context.active();
  return withSpanId(spanId, () => active.startSpan(name, settings, from));
}

function toSpanContext({ traceId, spanId, isSampled }: TraceParent) {
  return { traceId, spanId, traceFlags: isSampled ? 1 : 0, isRemote: true };
}

function kindOf(error: unknown): string {
  if (error instanceof VendorError) return error.kind;
  if (error instanceof AppError) return String(error.status);
  return error instanceof Error ? error.name : 'unknown';
}
