import type { BeforeApplicationShutdown } from '@nestjs/common';
import { MemoryCounter } from './memory-counter.js';
import type { RedisCounter } from './redis-counter.js';
import { type RateVerdict, verdictOf } from './rate-window.js';

/** After Redis failed to answer, memory counts for so long before it is asked again. */
const REST_MS = 1_000;

/**
 * Requests a minute by name: counted in Redis for all processes where there is one, else in the memory of each. A Redis
 * that is away stops nobody: memory counts meanwhile, each process for itself.
 */
export class RateLimits implements BeforeApplicationShutdown {
  private restsUntil = 0;

  constructor(
    private readonly shared: Pick<RedisCounter, 'hit' | 'close'> | undefined,
    private readonly own = new MemoryCounter(),
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one request; never throws. */
  async hit(name: string, limit: number): Promise<RateVerdict> {
    if (this.shared !== undefined && this.now() >= this.restsUntil) {
      try {
        return verdictOf(limit, await this.shared.hit(name, limit));
      } catch {
        // The connection tells of its trouble itself.
        this.restsUntil = this.now() + REST_MS;
      }
    }
    return verdictOf(limit, await this.own.hit(name, limit));
  }

  beforeApplicationShutdown(): void {
    this.shared?.close();
  }
}
