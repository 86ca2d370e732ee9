import type { GatewayProvider } from './gateway.types.js';

export interface UsageCall {
  readonly provider: GatewayProvider;
  readonly operation: string;
}

/** What the gateway asks about limits of use, and what it tells. */
export interface UsageGate {
  /**
   * Before the vendor is asked; call the result when the call has ended.
   *
   * @throws VendorError `rate_limited` when a limit is used up
   */
  enter(call: UsageCall): () => void;
  /** In the same moment as the log row is taken. */
  record(providerId: string, outcome: string): void;
}

/** For a gateway without limits. */
export const NO_USAGE_LIMITS: UsageGate = {
  enter: () => () => undefined,
  record: () => undefined,
};
