/**
 * The trace id of whatever is being done right now, carried along asynchronous calls, so that log
 * lines, integration logs and answers of one request can be put together.
 *
 * @see W3C Trace Context, section 3.2 (traceparent)
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { pooledRandomBytes } from '#core/ids/random-pool.js';

/** What a `traceparent` header says: 32 and 16 lower-case hex digits. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const ALL_ZERO = /^0+$/;
const SAMPLED = 0x01;

const storage = new AsyncLocalStorage<string>();

/** Runs `work` and everything it starts under this trace id. */
export function runWithTrace<T>(traceId: string, work: () => T): T {
  return storage.run(traceId, work);
}

/** The trace id this code runs under, if any. */
export function currentTraceId(): string | undefined {
  return storage.getStore();
}

/** A random trace id, 32 hex digits. */
export function newTraceId(): string {
  return pooledRandomBytes(16).toString('hex');
}

/** A random span id, 16 hex digits. */
export function newSpanId(): string {
  return pooledRandomBytes(8).toString('hex');
}

/** Reads a `traceparent` header; `undefined` for anything the specification calls invalid. */
export function parseTraceparent(header: string | undefined): TraceParent | undefined {
  const match = header === undefined ? null : TRACEPARENT.exec(header.trim());
  if (match === null) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = match;
  if (ALL_ZERO.test(traceId) || ALL_ZERO.test(spanId)) return undefined;
  // Version 00 has exactly four parts; only later versions may append more.
  if (match[0].startsWith('00-') && match[0].length !== 55) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** Writes a version 00 `traceparent` header. */
export function formatTraceparent(parent: TraceParent): string {
  return `00-${parent.traceId}-${parent.spanId}-${parent.isSampled ? '01' : '00'}`;
}
