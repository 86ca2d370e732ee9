import { AppError } from './app-error.js';

interface KindRule {
  /** Counts as a failure for the provider's breaker. */
  readonly breaker: boolean;
  /** Whether the next provider of the chain may be tried. */
  readonly fallback: 'yes' | 'no' | 'if-absent';
  /** HTTP status that the PMS gets when this ends the call. */
  readonly status: number;
}

/** One row per kind; breaker, router and HTTP filter read this table and hold no list of their own. */
export const VENDOR_ERROR_KINDS = {
  invalid_request: { breaker: false, fallback: 'no', status: 422 },
  declined: { breaker: false, fallback: 'no', status: 402 },
  unauthorized: { breaker: true, fallback: 'yes', status: 502 },
  not_found: { breaker: false, fallback: 'no', status: 404 },
  duplicate: { breaker: false, fallback: 'no', status: 409 },
  rate_limited: { breaker: false, fallback: 'yes', status: 503 },
  unavailable: { breaker: true, fallback: 'yes', status: 503 },
  ambiguous: { breaker: true, fallback: 'if-absent', status: 504 },
} as const satisfies Record<string, KindRule>;

export type VendorErrorKind = keyof typeof VENDOR_ERROR_KINDS;

export interface VendorErrorOptions {
  readonly cause?: unknown;
  readonly retryAfterS?: number;
  /** The vendor's own code, kept for logs and support calls. */
  readonly vendorCode?: string;
  /** HTTP status of the vendor's answer, when there was one. */
  readonly vendorStatus?: number;
  /** A field of the PMS request that the vendor objects to. */
  readonly field?: string;
}

/**
 * Something beyond our border went wrong. The message is the vendor's sentence or ours, free of
 * secrets; `kind` decides what happens next (see the table).
 */
export class VendorError extends AppError {
  readonly kind: VendorErrorKind;
  readonly vendorCode: string | undefined;
  readonly vendorStatus: number | undefined;

  constructor(kind: VendorErrorKind, message: string, options: VendorErrorOptions = {}) {
    super(message, {
      status: VENDOR_ERROR_KINDS[kind].status,
      cause: options.cause,
      retryAfterS: options.retryAfterS,
      errors: [{ field: options.field ?? 'provider', code: kind, message }],
    });
    this.kind = kind;
    this.vendorCode = options.vendorCode;
    this.vendorStatus = options.vendorStatus;
  }
}
