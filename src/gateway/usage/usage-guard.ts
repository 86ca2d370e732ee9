/**
 * Keeps providers within the limits that their owner set, without a query in the way of a call. Every process counts its
 * own calls as they happen and reads what all have used every two seconds; rows are written within 200 ms. So a limit can
 * be overrun by what the other processes do within about two and a half seconds, and by nothing in a single process.
 * Costs are read once a minute: they arise when something is paid, not when the vendor is asked.
 */
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import { Ticker } from '#core/time/ticker.js';
import { wasAsked } from '#monitoring/figures/call-outcomes.js';
import type { UsageCall, UsageGate } from '../usage-gate.js';
import type { UsageLimits, UsedAmounts } from './usage-limit.js';
import { UsageLimitsRepository } from './usage-limits.repository.js';
import { UsageMeter } from './usage-meter.js';
import { UsageReader } from './usage-reader.js';
import { UsageSources } from './usage-sources.js';

const READ_MS = 2_000;
const COST_MS = 60_000;

const NOTHING_TO_LEAVE = (): void => undefined;

@Injectable()
export class UsageGuard implements UsageGate, OnApplicationBootstrap, BeforeApplicationShutdown {
  private meters = new Map<string, UsageMeter>();
  private tickers: readonly Ticker[] = [];
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly limits: UsageLimitsRepository,
    private readonly reader: UsageReader,
    private readonly sources: UsageSources,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Categories have registered by now. A database that is away doesn't keep the hub from starting. */
  async onApplicationBootstrap(): Promise<void> {
    this.unsubscribe = this.limits.onChange(() => void this.reload().catch(this.report));
    await this.reload().catch(this.report);
    this.tickers = [
      new Ticker(READ_MS, () => this.readCalls(), this.report),
      new Ticker(COST_MS, () => this.readCosts(), this.report),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.unsubscribe?.();
    await Promise.all(this.tickers.map((ticker) => ticker.stop()));
  }

  /** @throws UsageLimitError for what begins something new at a provider whose limit is used up */
  enter({ provider, operation }: UsageCall): () => void {
    const meter = this.meters.get(provider.id);
    if (!meter) return NOTHING_TO_LEAVE;
    if (this.sources.isNewWork(provider.integrationType, operation)) {
      meter.refuseAtLimit(provider, this.clock.now());
    }
    return meter.enter();
  }

  record(providerId: string, outcome: string): void {
    if (wasAsked(outcome)) this.meters.get(providerId)?.record(this.clock.now());
  }

  /** Every provider with limits, and what all processes together have used of it as far as it is known here. */
  list(): { readonly limits: UsageLimits; readonly used: UsedAmounts }[] {
    const now = this.clock.now();
    return [...this.meters.values()].map((meter) => ({
      limits: meter.limits,
      used: meter.used(now),
    }));
  }

  /** Takes the limits as they are now; call it after a change in this process so that it holds at once. */
  async reload(): Promise<void> {
    const now = this.clock.now();
    const limits = await this.limits.all();
    this.meters = new Map(
      limits.map((one) => {
        const meter = this.meters.get(one.providerId) ?? new UsageMeter(one, now);
        meter.limits = one;
        return [one.providerId, meter];
      }),
    );
    await Promise.all([this.readCalls(), this.readCosts()]);
  }

  private async readCalls(): Promise<void> {
    if (this.meters.size > 0) await this.reader.readInto(this.meters);
  }

  private async readCosts(): Promise<void> {
    const costs = await this.reader.costs([...this.meters.values()].map(({ limits }) => limits));
    for (const [id, amount] of costs) this.meters.get(id)?.setCost(amount);
  }

  /** What was known last holds on, with the calls of this process added. */
  private readonly report = (error: unknown): void => {
    this.log.warn({ err: error }, 'the use of providers could not be read');
  };
}
