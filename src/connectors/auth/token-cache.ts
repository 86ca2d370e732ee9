/** A token a vendor gave us, and when it ends. */
export interface IssuedToken {
  readonly value: string;
  /** Seconds from now; unknown where the vendor does not say. */
  readonly expiresInS?: number;
}

export interface CachedToken {
  readonly value: string;
  /** False when this very call asked the vendor for it. */
  readonly fromCache: boolean;
}

interface Entry {
  readonly value: string;
  readonly staleAt: number;
}

const DEFAULT_LIFETIME_S = 300;
const LONGEST_MARGIN_S = 60;
const MAX_ENTRIES = 1000;

/**
 * Access tokens by key, in memory only. Concurrent callers share one request; a token is replaced
 * a tenth of its life before it ends, at most a minute. Failures are not kept.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, Promise<Entry>>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  async get(key: string, issue: () => Promise<IssuedToken>): Promise<CachedToken> {
    const known = this.#entries.get(key);
    if (known && known.staleAt > this.nowMs()) return { value: known.value, fromCache: true };
    const entry = await this.#shared(key, issue);
    return { value: entry.value, fromCache: false };
  }

  /** Forgets the token, unless somebody has already put a newer one in its place. */
  drop(key: string, value: string): void {
    if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
  }

  #shared(key: string, issue: () => Promise<IssuedToken>): Promise<Entry> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = this.#issue(key, issue).finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  async #issue(key: string, issue: () => Promise<IssuedToken>): Promise<Entry> {
    const token = await issue();
    const lifetimeS = token.expiresInS ?? DEFAULT_LIFETIME_S;
    const marginS = Math.min(LONGEST_MARGIN_S, lifetimeS / 10);
    const entry = { value: token.value, staleAt: this.nowMs() + (lifetimeS - marginS) * 1000 };
    this.#evictOldest();
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #evictOldest(): void {
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= MAX_ENTRIES && !oldest.done) this.#entries.delete(oldest.value);
  }
}
