import type { ProviderPause } from '#providers/pause/provider-pause.js';
import type { BreakerSettings } from './breaker-state.js';
import type { CallScope } from './call-scope.js';
import type { CallLimits } from './rate-limiter.js';

/** What the gateway knows of a provider's wishes; see `toGatewayProvider`. */
export interface GatewaySettings {
  readonly breaker: BreakerSettings;
  readonly limits: CallLimits;
  /** Longest time one call may take. */
  readonly timeoutMs: number;
}

/** The part of a provider that the gateway needs; category rows carry more. */
export interface GatewayProvider {
  readonly id: string;
  readonly slug: string;
  readonly integrationType: string;
  readonly propertyId: string | null;
  /** Held back by an operator. */
  readonly pause?: ProviderPause;
  readonly settings: GatewaySettings;
}

/** One call: to whom and for what. The rest is taken from the scope it runs in unless given here. */
export interface CallTarget extends Partial<CallScope> {
  readonly provider: GatewayProvider;
  readonly operation: string;
  /** Shorter or longer than the provider's own limit, for one operation. */
  readonly timeoutMs?: number;
}

/** What an adapter may tell about its call, for the log. Without guest data; secret keys are masked. */
export interface CallObservation {
  readonly httpStatus?: number;
  readonly requestSummary?: unknown;
  readonly responseSummary?: unknown;
}

/** What the work of a call gets. */
export interface CallContext {
  /** Time left for the vendor; hand it to the transport. */
  readonly timeoutMs: number;
  /** The same as a moment, ms since 1970. */
  readonly deadline: number;
  /** Adds to the log row of this call; later observations win field by field. */
  readonly observe: (observation: CallObservation) => void;
}

/** How one call ended, for metrics. */
export interface CompletedCall {
  readonly providerId: string;
  readonly slug: string;
  readonly integrationType: string;
  readonly operation: string;
  readonly outcome: string;
  readonly latencyMs: number;
}
