import type { SimClock } from '#test/simulators/kit/sim-clock.js';

const WINDOW_MS = 60_000;

export interface RateVerdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** A sliding window of a minute for each endpoint, told in the vendor's three headers. */
export class RateLimit {
  private readonly calls = new Map<string, number[]>();
  private readonly clock: SimClock;

  constructor(clock: SimClock) {
    this.clock = clock;
  }

  take(endpoint: string, limit: number): RateVerdict {
    const now = this.clock.now();
    const recent = (this.calls.get(endpoint) ?? []).filter((at) => at > now - WINDOW_MS);
    const allowed = recent.length < limit;
    if (allowed) recent.push(now);
    this.calls.set(endpoint, recent);
    const resetMs = (recent[0] ?? now) + WINDOW_MS - now;
    return {
      allowed,
      headers: {
        'rate-limit-limit': String(limit),
        'rate-limit-remaining': String(limit - recent.length),
        'rate-limit-reset': (resetMs / 1000).toFixed(1),
      },
    };
  }
}
