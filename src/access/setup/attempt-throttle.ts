import type { Clock } from '#core/time/clock.js';
import { TooManyAttemptsError } from '../access.error.js';

/** Bounds the memory that callers from ever new addresses can take. */
const MAX_ADDRESSES = 10_000;

interface Window {
  readonly endsAtMs: number;
  count: number;
}

export interface AttemptLimit {
  readonly attempts: number;
  readonly windowMs: number;
}

/** Counts attempts per address in a fixed window, in this instance's memory. */
export class AttemptThrottle {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly limit: AttemptLimit,
    private readonly clock: Clock,
  ) {}

  /** @throws TooManyAttemptsError when the address has used up its attempts */
  hit(address: string): void {
    const nowMs = this.clock.now().getTime();
    const window = this.windowOf(address, nowMs);
    window.count += 1;
    if (window.count <= this.limit.attempts) return;
    throw new TooManyAttemptsError(Math.ceil((window.endsAtMs - nowMs) / 1000));
  }

  private windowOf(address: string, nowMs: number): Window {
    const current = this.windows.get(address);
    if (current && current.endsAtMs > nowMs) return current;
    this.windows.delete(address);
    if (this.windows.size >= MAX_ADDRESSES) this.dropOldest();
    const window = { endsAtMs: nowMs + this.limit.windowMs, count: 0 };
    this.windows.set(address, window);
    return window;
  }

  private dropOldest(): void {
    for (const address of this.windows.keys()) {
      this.windows.delete(address);
      return;
    }
  }
}
