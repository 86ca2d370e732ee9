import { type RateCount, type RateCounter, usedOf, WINDOW_MS } from './rate-window.js';

interface Entry {
  readonly window: number;
  readonly current: number;
  readonly previous: number;
}

/** Names come from outside, so they are bounded; the one that was quiet for longest goes. */
const MAX_NAMES = 50_000;

/** Counts in the memory of this process. */
export class MemoryCounter implements RateCounter {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = Date.now) {}

  async hit(name: string, limit: number): Promise<RateCount> {
    const nowMs = this.now();
    const elapsedMs = nowMs % WINDOW_MS;
    const { current, previous } = this.counts(name, Math.floor(nowMs / WINDOW_MS));
    const isAdmitted = usedOf({ current, previous, elapsedMs }) + 1 <= limit;
    const counted = isAdmitted ? current + 1 : current;
    this.keep(name, { window: Math.floor(nowMs / WINDOW_MS), current: counted, previous });
    return { isAdmitted, current: counted, previous, elapsedMs };
  }

  private counts(name: string, window: number): Pick<Entry, 'current' | 'previous'> {
    const entry = this.entries.get(name);
    if (entry?.window === window) return entry;
    return { current: 0, previous: entry?.window === window - 1 ? entry.current : 0 };
  }

  private keep(name: string, entry: Entry): void {
    this.entries.delete(name);
    this.entries.set(name, entry);
    if (this.entries.size <= MAX_NAMES) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
