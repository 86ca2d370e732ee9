/**
 * Reports errors to Sentry, or whatever speaks its protocol: everything that the log tells at `error` and above, so
 * unexpected errors of requests and failures of background work alike. The client kit is used for its envelopes and rate
 * limits alone; nothing is collected by itself. Loaded only when SENTRY_DSN is set.
 */
import { createEventEnvelope, createTransport, type DsnComponents, makeDsn } from '@sentry/core';
import { type ErrorEntry, onErrorEntry } from '#core/logging/error-entries.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import type { Secret } from '#core/secret/secret.js';
import { type ReportOrigin, toErrorEvent } from './error-event.js';

const SEND_TIMEOUT_MS = 5_000;
const FLUSH_MS = 2_000;
/** Of errors that look alike one is reported in so long: a database that is away fails a thousand times a minute. */
const ALIKE_MS = 10_000;
const MAX_KINDS = 500;
const CLIENT = 'kunci/1';

/** Starts reporting; returns how to send the rest and stop. */
export function startErrorReports(dsn: Secret, origin: ReportOrigin): () => Promise<void> {
  const target = makeDsn(dsn.reveal());
  if (!target) throw new Error('SENTRY_DSN can not be read');
  const transport = createTransport({ recordDroppedEvent: () => undefined }, ({ body }) =>
    post(target, body),
  );
  const isNews = oncePer(ALIKE_MS);
  const stop = onErrorEntry((entry) => {
    if (!isNews(`${entry.error.name} ${entry.sentence}`)) return;
    const envelope = createEventEnvelope(toErrorEvent(entry, traceIdOf(entry), origin), target);
    // A report that does not arrive is no reason for another one; the log has the line.
    void transport.send(envelope).then(undefined, () => undefined);
  });
  return async () => {
    stop();
    await transport.flush(FLUSH_MS);
  };
}

/** The entry's own where it names one, as the server's error handler does. */
function traceIdOf({ fields }: ErrorEntry): string | undefined {
  const named = fields['trace_id'];
  return currentTraceId() ?? (typeof named === 'string' ? named : undefined);
}

async function post(dsn: DsnComponents, body: string | Uint8Array) {
  const { protocol, host, port, path, projectId, publicKey } = dsn;
  const base = `${protocol}://${host}${port ? `:${port}` : ''}${path ? `/${path}` : ''}`;
  const response = await fetch(`${base}/api/${projectId}/envelope/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-sentry-envelope',
      'x-sentry-auth': `Sentry sentry_version=7, sentry_client=${CLIENT}, sentry_key=${publicKey ?? ''}`,
    },
    body: typeof body === 'string' ? body : Buffer.from(body),
    signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
  });
  await response.arrayBuffer();
  return {
    statusCode: response.status,
    headers: {
      'x-sentry-rate-limits': response.headers.get('x-sentry-rate-limits'),
      'retry-after': response.headers.get('retry-after'),
    },
  };
}

function oncePer(everyMs: number): (kind: string) => boolean {
  const toldAt = new Map<string, number>();
  return (kind) => {
    const now = performance.now();
    if (now - (toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) < everyMs) return false;
    if (toldAt.size >= MAX_KINDS) toldAt.clear();
    toldAt.set(kind, now);
    return true;
  };
}
