/** Ids of traces and spans: those of the log where there is one, those that were chosen beforehand, else random. */
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { currentTraceId, newSpanId, newTraceId } from '#core/logging/trace-context.js';

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

let chosen: string | undefined;

/** The span that `start` makes, at once and alone, gets this id. */
export function withSpanId<T>(spanId: string | undefined, start: () => T): T {
  chosen = spanId;
  try {
    return start();
  } finally {
    chosen = undefined;
  }
}

/** The same for the same row every time: so a span of later work finds its parent without a column for it. */
export function spanIdOfRow(id: string): string {
  return id.replaceAll('-', '').slice(-16);
}

/** A span without a parent goes into the trace that its work is logged under. */
export const hubIds: IdGenerator = {
  generateTraceId: () => {
    const known = currentTraceId();
    return known !== undefined && TRACE_ID.test(known) ? known : newTraceId();
  },
  generateSpanId: () => chosen ?? newSpanId(),
};
