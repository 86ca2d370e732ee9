/**
 * Everything that happens around one call to one provider, in this order: pause, breaker, limit of use, rate
 * limit, timeout, the call, classification, log row and figures. What it is called with and how it answers is the
 * category's business.
 */
import { AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { inSpan } from '#core/tracing/spans.js';
import type { IntegrationLogs } from '#monitoring/integration-log.js';
import { pauseError } from '#providers/pause/provider-pause.js';
import { BreakerOpenError } from './breaker-state.js';
import type { Breakers } from './breakers.service.js';
import { currentScope } from './call-scope.js';
import type { CallContext, CallObservation, CallTarget, CompletedCall } from './gateway.types.js';
import { type RateLimiter, isUnlimited } from './rate-limiter.js';
import { NO_USAGE_LIMITS, type UsageGate } from './usage-gate.js';

/** Longest wait for a turn under the provider's rate limit. */
const MAX_TURN_WAIT_MS = 2_000;
/** Adapters keep the time themselves; this much later the gateway gives up on one that does not. */
const GRACE_MS = 500;
/** How much longer than its call a probe may keep others from probing. */
const PROBE_MARGIN_MS = 5_000;
/** One row a second for each provider tells all there is to tell about an open breaker. */
const REJECTION_SAMPLE_MS = 1_000;

interface Rejections {
  loggedAt: number;
  unlogged: number;
}

/** How one attempt ended. */
interface CallEnd {
  readonly outcome: string;
  readonly latencyMs: number;
  readonly observation?: CallObservation;
  readonly error?: unknown;
}

export class ProviderGateway {
  private readonly rejections = new Map<string, Rejections>();
  private readonly listeners = new Set<(call: CompletedCall) => void>();

  constructor(
    private readonly breakers: Breakers,
    private readonly limiter: RateLimiter,
    private readonly logs: Pick<IntegrationLogs, 'record'>,
    private readonly usage: UsageGate = NO_USAGE_LIMITS,
  ) {}

  /**
   * Makes one call.
   *
   * @param work talks to the vendor within `timeoutMs` and throws a VendorError when that fails
   * @throws ProviderPausedError or BreakerOpenError when the vendor is not asked for now; VendorError `rate_limited` when the
   *   turn comes too late, `ambiguous` when `work` overran its time; else whatever `work` throws
   */
  call<T>(asked: CallTarget, work: (context: CallContext) => Promise<T>): Promise<T> {
    const target: CallTarget = { ...currentScope(), ...asked };
    return inSpan(`operation ${target.operation}`, { attributes: attributesOf(target) }, () =>
      this.guarded(target, work),
    );
  }

  /** Hears of every call that ended, also of those refused by the breaker; returns how to stop. */
  subscribe(listener: (call: CompletedCall) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async guarded<T>(
    target: CallTarget,
    work: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    const { id, slug, settings } = target.provider;
    const paused = pauseError(target.provider);
    if (paused) {
      this.recordRejection(target, 'paused', paused);
      throw paused;
    }
    const timeoutMs = timeLeft(target);
    const breaker = this.breakers.of(id, { name: slug, settings: settings.breaker });
    try {
      return await breaker.run(
        () => this.withinUsage(target, timeoutMs, work),
        timeoutMs + PROBE_MARGIN_MS,
      );
    } catch (error) {
      if (error instanceof BreakerOpenError) this.recordRejection(target, 'breaker_open', error);
      throw error;
    }
  }

  private async withinUsage<T>(
    target: CallTarget,
    timeoutMs: number,
    work: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    let leave;
    try {
      leave = this.usage.enter(target);
    } catch (error) {
      this.recordRejection(target, 'limited', error);
      throw error;
    }
    try {
      return await this.inTurn(target, timeoutMs, work);
    } finally {
      leave();
    }
  }

  private async inTurn<T>(
    target: CallTarget,
    timeoutMs: number,
    work: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    const { id, settings } = target.provider;
    if (isUnlimited(settings.limits)) return this.attempt(target, timeoutMs, work);
    const startedAt = performance.now();
    let release;
    try {
      release = await this.limiter.acquire(
        id,
        settings.limits,
        Math.min(MAX_TURN_WAIT_MS, timeoutMs),
      );
    } catch (error) {
      this.recordRejection(target, 'limited', error);
      throw error;
    }
    try {
      return await this.attempt(target, timeoutMs - (performance.now() - startedAt), work);
    } finally {
      release();
    }
  }

  private async attempt<T>(
    target: CallTarget,
    timeoutMs: number,
    work: (context: CallContext) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    let observation: CallObservation | undefined;
    const context: CallContext = {
      timeoutMs,
      deadline: Date.now() + timeoutMs,
      observe: (more) => {
        observation = { ...observation, ...more };
      },
    };
    try {
      const result = await inTime(work(context), target, timeoutMs + GRACE_MS);
      this.complete(target, {
        outcome: 'ok',
        latencyMs: performance.now() - startedAt,
        observation,
      });
      return result;
    } catch (error) {
      const latencyMs = performance.now() - startedAt;
      this.complete(target, { outcome: outcomeOf(error), latencyMs, observation, error });
      throw error;
    }
  }

  private complete(target: CallTarget, end: CallEnd): void {
    this.logs.record({
      propertyId: target.provider.propertyId,
      providerId: target.provider.id,
      integrationType: target.provider.integrationType,
      operation: target.operation,
      featureKey: target.featureKey,
      attempt: target.attempt ?? 1,
      outcome: end.outcome,
      httpStatus: end.observation?.httpStatus ?? vendorStatusOf(end.error),
      latencyMs: end.latencyMs,
      traceId: currentTraceId(),
      reference: target.reference,
      errorMessage: messageOf(end.error),
      vendorCode: vendorCodeOf(end.error),
      requestSummary: end.observation?.requestSummary,
      responseSummary: end.observation?.responseSummary,
    });
    this.usage.record(target.provider.id, end.outcome);
    this.tell(target, end);
  }

  /** The vendor was not asked. Every such call counts in the figures, one a second is written. */
  private recordRejection(target: CallTarget, outcome: string, error: unknown): void {
    const key = `${target.provider.id} ${outcome}`;
    const known = this.rejections.get(key) ?? { loggedAt: Number.NEGATIVE_INFINITY, unlogged: 0 };
    this.rejections.set(key, known);
    const now = performance.now();
    if (now - known.loggedAt < REJECTION_SAMPLE_MS) {
      known.unlogged += 1;
      this.tell(target, { outcome, latencyMs: 0 });
      return;
    }
    const observation =
      known.unlogged > 0 ? { responseSummary: { unlogged_before: known.unlogged } } : undefined;
    known.loggedAt = now;
    known.unlogged = 0;
    this.complete(target, { outcome, latencyMs: 0, observation, error });
  }

  private tell(target: CallTarget, end: CallEnd): void {
    if (this.listeners.size === 0) return;
    const { id, slug, integrationType } = target.provider;
    const { outcome, latencyMs } = end;
    for (const listener of this.listeners) {
      listener({
        providerId: id,
        slug,
        integrationType,
        operation: target.operation,
        outcome,
        latencyMs,
      });
    }
  }
}

function attributesOf({ provider, operation, featureKey, reference }: CallTarget) {
  return {
    'kunci.integration_type': provider.integrationType,
    'kunci.provider': provider.slug,
    'kunci.operation': operation,
    'kunci.feature': featureKey,
    'kunci.reference': reference,
  };
}

/** What the provider's own limit, the operation's and the caller's deadline leave. */
function timeLeft(target: CallTarget): number {
  const own = target.timeoutMs ?? target.provider.settings.timeoutMs;
  if (target.deadline === undefined) return own;
  const left = target.deadline - Date.now();
  // Not the vendor's fault, so it is thrown before the breaker could count it.
  if (left <= 0) {
    throw new VendorError('unavailable', `No time was left to ask ${target.provider.slug}.`);
  }
  return Math.min(own, left);
}

async function inTime<T>(work: Promise<T>, target: CallTarget, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overrun = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new VendorError(
          'ambiguous',
          `${target.provider.slug} did not answer in time; it may have acted on the request.`,
        ),
      );
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, overrun]);
  } finally {
    clearTimeout(timer);
  }
}

/** The kind for the log; an error that nobody raised on purpose is a fault of ours. */
function outcomeOf(error: unknown): string {
  if (error instanceof VendorError) return error.kind;
  return error instanceof AppError && error.status < 500 ? 'invalid_request' : 'bug';
}

function vendorStatusOf(error: unknown): number | undefined {
  return error instanceof VendorError ? error.vendorStatus : undefined;
}

function vendorCodeOf(error: unknown): string | undefined {
  return error instanceof VendorError ? error.vendorCode : undefined;
}

/** Messages of our own errors are fit to be shown; those of bugs may quote anything. */
function messageOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? `internal error (${error.name})` : 'internal error';
}
