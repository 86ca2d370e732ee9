import { maskPersonalText } from '#core/privacy/personal-fields.js';

/** What may be said of an error in a log line. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorFields;
  readonly errors?: readonly ErrorFields[];
  readonly [property: string]: unknown;
}

/**
 * Properties taken over when they are text or numbers. A list of what is allowed rather than of what
 * is not: errors of HTTP clients and database drivers carry whole requests, headers and row values.
 */
const SAFE_PROPERTIES = [
  'code',
  'kind',
  'status',
  'vendorStatus',
  'vendorCode',
  'constraint',
  'table',
] as const;

const MAX_CAUSES = 4;
const MAX_PARTS = 5;

/** The loggable part of anything thrown, its causes included, free of requests and headers. */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: describe(error) };
  return {
    type: error.name,
    message: maskPersonalText(error.message),
    ...safeProperties(error),
    stack: error.stack && maskPersonalText(error.stack),
    ...(error.cause !== undefined && depth < MAX_CAUSES
      ? { cause: errorFields(error.cause, depth + 1) }
      : {}),
    ...(error instanceof AggregateError && depth < MAX_CAUSES
      ? { errors: error.errors.slice(0, MAX_PARTS).map((part) => errorFields(part, depth + 1)) }
      : {}),
  };
}

function safeProperties(error: Error): Record<string, string | number> {
  const source = error as unknown as Readonly<Record<string, unknown>>;
  const found: Record<string, string | number> = {};
  for (const property of SAFE_PROPERTIES) {
    const value = source[property];
    if (typeof value === 'string' || typeof value === 'number') found[property] = value;
  }
  return found;
}

/** A thrown object may hold anything, so only plain values are shown. */
function describe(thrown: unknown): string {
  if (typeof thrown === 'string' || typeof thrown === 'number') return String(thrown);
  return `a thrown ${thrown === null ? 'null' : typeof thrown}`;
}
