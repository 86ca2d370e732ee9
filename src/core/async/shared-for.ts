interface Kept<V> {
  readonly until: number;
  readonly value: Promise<V>;
}

/** Answers that may be a little old: worked out once for all who ask within a while, also for those who ask meanwhile. */
export class SharedFor<K, V> {
  private readonly kept = new Map<K, Kept<V>>();

  constructor(
    private readonly keptMs: number,
    private readonly now: () => number,
  ) {}

  /** A failure is not kept: the next who asks tries again. */
  get(key: K, work: () => Promise<V>): Promise<V> {
    const known = this.kept.get(key);
    if (known && known.until > this.now()) return known.value;
    const value = work();
    this.kept.set(key, { until: this.now() + this.keptMs, value });
    value.catch(() => {
      if (this.kept.get(key)?.value === value) this.kept.delete(key);
    });
    return value;
  }
}
