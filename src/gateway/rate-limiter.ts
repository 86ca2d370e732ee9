/**
 * Keeps a provider's calls within what its vendor allows, in this process: at most n starts in any
 * window, and at most n at the same time. A call waits a little for its turn; one that would have to
 * wait longer is refused, so that the next provider can be tried or the job comes back later.
 */
import { VendorError } from '#core/errors/vendor-error.js';

/** As the connector gives them; absent is unlimited. */
export interface CallLimits {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly concurrency?: number;
}

/** Ends the call that was admitted. */
export type Release = () => void;

const NOTHING_TO_RELEASE: Release = () => undefined;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

export class RateLimiter {
  private readonly providers = new Map<string, ProviderLimiter>();

  /**
   * Waits for this provider's turn; call the result when the vendor has answered.
   *
   * @param maxWaitMs longest time to wait for the turn
   * @throws VendorError `rate_limited` when the turn would come later
   */
  async acquire(providerId: string, limits: CallLimits, maxWaitMs: number): Promise<Release> {
    if (isUnlimited(limits)) return NOTHING_TO_RELEASE;
    return this.limiterOf(providerId, limits).acquire(maxWaitMs);
  }

  private limiterOf(providerId: string, limits: CallLimits): ProviderLimiter {
    const known = this.providers.get(providerId);
    if (known?.hasLimits(limits)) return known;
    const limiter = new ProviderLimiter(limits);
    this.providers.set(providerId, limiter);
    return limiter;
  }
}

/** Whether there is nothing to wait for. */
export function isUnlimited(limits: CallLimits): boolean {
  return (
    limits.perSecond === undefined &&
    limits.perMinute === undefined &&
    limits.concurrency === undefined
  );
}

class ProviderLimiter {
  private readonly windows: readonly StartWindow[];
  private readonly slots: Slots | undefined;

  constructor(private readonly limits: CallLimits) {
    this.windows = [
      ...(limits.perSecond === undefined ? [] : [new StartWindow(limits.perSecond, SECOND_MS)]),
      ...(limits.perMinute === undefined ? [] : [new StartWindow(limits.perMinute, MINUTE_MS)]),
    ];
    this.slots = limits.concurrency === undefined ? undefined : new Slots(limits.concurrency);
  }

  hasLimits(limits: CallLimits): boolean {
    return (
      this.limits.perSecond === limits.perSecond &&
      this.limits.perMinute === limits.perMinute &&
      this.limits.concurrency === limits.concurrency
    );
  }

  async acquire(maxWaitMs: number): Promise<Release> {
    const patientUntil = Date.now() + maxWaitMs;
    const release = (await this.slots?.take(maxWaitMs)) ?? NOTHING_TO_RELEASE;
    const wait = this.reserve(patientUntil);
    if (wait.isTooLong) {
      release();
      throw tooFast(wait.ms);
    }
    if (wait.ms > 0) await new Promise((resolve) => setTimeout(resolve, wait.ms));
    return release;
  }

  /** Books the next start that all windows allow, unless it is too far away. */
  private reserve(patientUntil: number): { ms: number; isTooLong: boolean } {
    const now = Date.now();
    const start = Math.max(now, ...this.windows.map((window) => window.earliest));
    const isTooLong = start > patientUntil;
    if (!isTooLong) for (const window of this.windows) window.book(start);
    return { ms: start - now, isTooLong };
  }
}

/**
 * At most `capacity` starts in any stretch of `windowMs`. A bucket that refills would let nearly twice as
 * many through around a full one; this remembers the last starts instead.
 */
class StartWindow {
  private readonly starts: Float64Array;
  private readonly windowMs: number;
  private next = 0;

  constructor(rate: number, perMs: number) {
    // 0.5 a second is one in two seconds.
    const capacity = Math.max(1, Math.floor(rate));
    this.starts = new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY);
    this.windowMs = Math.ceil((capacity / rate) * perMs);
  }

  get earliest(): number {
    return (this.starts[this.next] ?? 0) + this.windowMs;
  }

  book(start: number): void {
    this.starts[this.next] = start;
    this.next = (this.next + 1) % this.starts.length;
  }
}

/** Counted places; who finds none waits in line. */
class Slots {
  private free: number;
  private readonly line = new Set<() => void>();

  constructor(size: number) {
    this.free = size;
  }

  async take(maxWaitMs: number): Promise<Release> {
    if (this.free > 0) this.free -= 1;
    else await this.queue(maxWaitMs);
    return this.releaseOnce();
  }

  private queue(maxWaitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.line.delete(enter);
        reject(tooFast(maxWaitMs));
      }, maxWaitMs);
      this.line.add(enter);
    });
  }

  private releaseOnce(): Release {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.handOn();
    };
  }

  /** A place goes to the first in line, else it is free again. */
  private handOn(): void {
    const [first] = this.line;
    if (first === undefined) {
      this.free += 1;
      return;
    }
    this.line.delete(first);
    first();
  }
}

function tooFast(waitMs: number): VendorError {
  return new VendorError(
    'rate_limited',
    'More calls at once than this provider allows; try again later.',
    { retryAfterS: Math.max(1, Math.ceil(waitMs / SECOND_MS)) },
  );
}
