/**
 * Floods of webhooks that prove nothing, by address: past the limit they are turned away before their body is read. An
 * address that sent a genuine one within the last hour is never turned away, so neither a vendor is whose secret was just
 * mistyped, nor all of them together behind a proxy that is not named in the settings. Counted in the memory of each
 * process: it protects the process, and asking anybody else would cost more than it saves.
 */
const WINDOW_MS = 60_000;
const GENUINE_MS = 3_600_000;
/** Addresses come from outside and without limit. */
const MAX_ADDRESSES = 50_000;

interface Turned {
  readonly untilMs: number;
  count: number;
}

const SUSPECT: ReadonlySet<string> = new Set(['rejected', 'unknown_provider']);

export class WebhookFlood {
  private readonly turned = new Map<string, Turned>();
  private readonly genuine = new Map<string, number>();

  /** @param limit how many a minute may be turned away for an address; 0 is no limit */
  constructor(
    private readonly limit: () => number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Seconds that an address has to wait; undefined for one that is welcome. */
  waitOf(address: string): number | undefined {
    const turned = this.turned.get(address);
    if (turned === undefined) return undefined;
    const leftMs = turned.untilMs - this.now();
    if (leftMs <= 0) {
      this.turned.delete(address);
      return undefined;
    }
    const limit = this.limit();
    if (limit === 0 || turned.count < limit || this.isGenuine(address)) return undefined;
    return Math.ceil(leftMs / 1_000);
  }

  /** What became of a webhook from there. */
  note(address: string, verdict: string): void {
    if (verdict === 'accepted') this.keep(this.genuine, address, this.now() + GENUINE_MS);
    else if (SUSPECT.has(verdict)) this.count(address);
  }

  private count(address: string): void {
    const turned = this.turned.get(address);
    if (turned && turned.untilMs > this.now()) turned.count += 1;
    else this.keep(this.turned, address, { untilMs: this.now() + WINDOW_MS, count: 1 });
  }

  private isGenuine(address: string): boolean {
    return (this.genuine.get(address) ?? 0) > this.now();
  }

  private keep<T>(map: Map<string, T>, address: string, value: T): void {
    if (map.size >= MAX_ADDRESSES && !map.has(address)) map.clear();
    map.set(address, value);
  }
}
