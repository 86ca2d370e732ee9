import { UsageLimitError, type UsageLimits, type UsedAmounts, usesOf } from './usage-limit.js';
import { dayOf, monthOf, type UsagePeriod } from './usage-period.js';

/**
 * What one provider with limits has used, as this process knows it: what was read from the database, all processes
 * together, and its own calls since then. Calls under way count, so that many at once don't overrun a limit.
 */
export class UsageMeter {
  private month: UsagePeriod;
  private day: UsagePeriod;
  private calls = { month: 0, day: 0 };
  private cost = 0;
  private underWay = 0;
  /** Calls of this process that the reading which is under way, or was last, can't have found. */
  private unread = 0;

  constructor(
    public limits: UsageLimits,
    now: Date,
  ) {
    this.month = monthOf(now);
    this.day = dayOf(now);
  }

  /** @param unwritten calls that are counted here but stand in no table yet */
  beginReading(unwritten: number): void {
    this.unread = unwritten;
  }

  endReading(found: { readonly month: number; readonly day: number }): void {
    this.calls = { month: found.month + this.unread, day: found.day + this.unread };
  }

  setCost(amount: number): void {
    this.cost = amount;
  }

  /** @returns how the call tells that it has ended */
  enter(): () => void {
    this.underWay += 1;
    let hasLeft = false;
    return () => {
      if (!hasLeft) this.underWay -= 1;
      hasLeft = true;
    };
  }

  /** The vendor was asked. */
  record(now: Date): void {
    this.turn(now);
    this.calls.month += 1;
    this.calls.day += 1;
    this.unread += 1;
  }

  used(now: Date): UsedAmounts {
    this.turn(now);
    const { month, day } = this.calls;
    return { month: month + this.underWay, day: day + this.underWay, cost: this.cost };
  }

  /** @throws UsageLimitError when a limit that blocks leaves no room for one call more */
  refuseAtLimit(provider: { readonly id: string; readonly slug: string }, now: Date): void {
    if (this.limits.action !== 'block') return;
    const reached = usesOf(this.limits, this.used(now)).find(
      ({ used, allowed }) => used >= allowed,
    );
    if (!reached) return;
    const period = reached.limit === 'daily_calls' ? this.day : this.month;
    throw new UsageLimitError(provider, reached, { period, now });
  }

  /** A new day or month begins with nothing used. */
  private turn(now: Date): void {
    if (now < this.day.to) return;
    this.day = dayOf(now);
    this.calls.day = 0;
    if (now < this.month.to) return;
    this.month = monthOf(now);
    this.calls.month = 0;
    this.cost = 0;
  }
}
