/** What processes tell one another about a provider's breaker. */
import { z } from 'zod';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';

export interface BreakerSettings {
  /** Consecutive counted failures that open it. */
  readonly failures: number;
  /** Time from opening to the probe. */
  readonly openMs: number;
}

export const DEFAULT_BREAKER_SETTINGS: BreakerSettings = { failures: 3, openMs: 60_000 };

/** Channel on which every change is told. */
export const BREAKER_CHANNEL = 'breaker';

/**
 * The shared state at one moment. Times are left over as counted by the database, so that clocks of
 * machines need not agree.
 */
export const breakerRowSchema = z.object({
  provider_id: z.string(),
  state: z.enum(['open', 'closed']),
  failures: z.number().int(),
  forced: z.boolean(),
  version: z.number().int(),
  /** Time until a probe is due. */
  retry_in_ms: z.number(),
  /** Time that the running probe has left; 0 when there is none. */
  probe_in_ms: z.number(),
});
export type BreakerRow = z.infer<typeof breakerRowSchema>;

/** The shared state: every method is one statement, atomic among all processes. */
export interface BreakerStore {
  /** Counts one failure and opens at the limit; `opened` tells that this very failure did it. */
  recordFailure(
    providerId: string,
    settings: BreakerSettings,
  ): Promise<BreakerRow & { opened: boolean }>;
  /** Forgets counted failures of a closed breaker. */
  reset(providerId: string): Promise<void>;
  /** Asks for the one probe, for `probeMs` at most. `row` is undefined when nothing is known of the provider. */
  tryProbe(
    providerId: string,
    probeMs: number,
  ): Promise<{ admitted: boolean; row: BreakerRow | undefined }>;
  /** The probe failed: open for another while. Undefined when an operator decided otherwise meanwhile. */
  reopen(providerId: string, openMs: number): Promise<BreakerRow | undefined>;
  /** The probe said nothing; the next caller may probe. */
  releaseProbe(providerId: string): Promise<void>;
  /** The probe succeeded. Undefined when an operator forced it open meanwhile. */
  close(providerId: string): Promise<BreakerRow | undefined>;
  /** The operator's word. */
  force(providerId: string, state: 'open' | 'closed'): Promise<BreakerRow>;
  listAll(): Promise<BreakerRow[]>;
  forget(providerId: string): Promise<void>;
}

/** What the end of a call says about the vendor's health. */
export type HealthSign = 'failure' | 'answer' | 'none';

/**
 * Kinds that count for the breaker are failures; other vendor errors are answers of a healthy vendor,
 * except being told to slow down. An error that is none of these is a bug of ours and says nothing.
 */
export function healthSignOf(error: unknown): HealthSign {
  if (!(error instanceof VendorError)) return 'none';
  if (VENDOR_ERROR_KINDS[error.kind].breaker) return 'failure';
  return error.kind === 'rate_limited' ? 'none' : 'answer';
}

/** The vendor was not asked: its breaker is open. */
export class BreakerOpenError extends VendorError {
  constructor(providerName: string, retryAfterS: number | undefined) {
    super(
      'unavailable',
      `${providerName} failed repeatedly and is not called for now. Try again later or map a fallback provider.`,
      { retryAfterS },
    );
  }
}
