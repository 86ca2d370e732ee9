import { Injectable } from '@nestjs/common';
import { SharedFor } from '#core/async/shared-for.js';
import { Clock } from '#core/time/clock.js';
import {
  CallFiguresRepository,
  type BucketRow,
  type FailureRow,
  type FigureRange,
  type FigureStep,
  type WholeDays,
} from './call-figures.repository.js';
import { wasAsked } from './call-outcomes.js';
import { percentileMs } from './latency-buckets.js';

/** Outcomes in which the vendor did answer the question: what it said may be no, but it works. */
const ANSWERED: ReadonlySet<string> = new Set([
  'ok',
  'declined',
  'invalid_request',
  'not_found',
  'duplicate',
]);

export interface CallFigures {
  readonly calls: number;
  /** 0 to 1; null without calls. */
  readonly success_rate: number | null;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly p99_ms: number | null;
  /** Calls by kind of failure. */
  readonly errors: Readonly<Record<string, number>>;
}

export interface FigurePoint extends CallFigures {
  readonly at: string;
}

/** What a chart of some providers needs; every step has a point, also one without calls. */
export interface FigureCourse {
  readonly since: Date;
  readonly until: Date;
  readonly stepS: number;
  readonly total: CallFigures;
  /** The same length of time just before. */
  readonly before: CallFigures;
  readonly points: readonly FigurePoint[];
}

interface Counted {
  readonly outcome: string;
  readonly bucket: number;
  readonly calls: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SHARED_MS = 15_000;

/** How well calls to vendors went, read from counted calls; the time does not grow with the log. */
@Injectable()
export class CallFiguresService {
  private readonly shared = new SharedFor<number, Map<string, CallFigures>>(SHARED_MS, () =>
    this.clock.now().getTime(),
  );

  constructor(
    private readonly repository: CallFiguresRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * By provider id; providers without calls are left out. Over more than a day it may be some seconds old, which nobody
   * sees in such a figure, and everybody who watches shares it.
   */
  byProvider(windowMs: number): Promise<Map<string, CallFigures>> {
    if (windowMs <= DAY_MS) return this.countByProvider(windowMs);
    return this.shared.get(windowMs, () => this.countByProvider(windowMs));
  }

  private async countByProvider(windowMs: number): Promise<Map<string, CallFigures>> {
    const rows = await this.histograms(windowMs);
    const grouped = Map.groupBy(rows, (row) => row.provider_id);
    return new Map([...grouped].map(([id, counted]) => [id, figuresOf(counted)]));
  }

  /** By provider id, a row for each stretch of the last while: for questions about right now. */
  async recently(windowMs: number, stretchMs: number): Promise<Map<string, FigurePoint[]>> {
    const since = new Date(floorTo(this.clock.now().getTime() - windowMs, stretchMs));
    const rows = await this.repository.recent(since, stretchMs / 1_000);
    const byProvider = Map.groupBy(rows, (row) => row.provider_id);
    return new Map(
      [...byProvider].map(([id, counted]) => {
        const stretches = Map.groupBy(counted, ({ at }) => at.getTime());
        const points = [...stretches].map(([at, some]) => ({
          at: new Date(at).toISOString(),
          ...figuresOf(some),
        }));
        return [id, points.toSorted((a, b) => (a.at < b.at ? -1 : 1))];
      }),
    );
  }

  private histograms(windowMs: number): Promise<BucketRow[]> {
    if (windowMs <= DAY_MS) return this.repository.histograms(this.rangeOf(windowMs));
    const sinceMs = floorTo(this.clock.now().getTime() - windowMs, HOUR_MS);
    const since = new Date(sinceMs);
    return this.repository.histogramsOfDays({
      since,
      firstMidnight: new Date(floorTo(sinceMs + DAY_MS - 1, DAY_MS)),
    });
  }

  /** One provider over time, a point for each minute, hour or day with calls. */
  async series(providerId: string, windowMs: number): Promise<FigurePoint[]> {
    const rows = await this.repository.points(providerId, this.rangeOf(windowMs));
    const grouped = Map.groupBy(rows, (row) => row.at.toISOString());
    return [...grouped].map(([at, counted]) => ({ at, ...figuresOf(counted) }));
  }

  /** Several providers together over time, with what was before. */
  async course(providerIds: readonly string[], windowMs: number): Promise<FigureCourse> {
    const until = this.clock.now();
    const { step, widthMs } = widthOf(windowMs);
    const sinceMs = floorTo(until.getTime() - windowMs, widthMs) + widthMs;
    const since = new Date(sinceMs);
    const before = new Date(sinceMs - windowMs);
    const rows = await this.repository.span(providerIds, {
      step,
      since,
      before,
      widthS: widthMs / 1_000,
      days: wholeDaysBetween(before, since),
    });
    const grouped = Map.groupBy(rows, ({ at }) => at?.getTime());
    const points: FigurePoint[] = [];
    for (let at = sinceMs; at <= until.getTime(); at += widthMs) {
      points.push({ at: new Date(at).toISOString(), ...figuresOf(grouped.get(at) ?? []) });
    }
    return {
      since,
      until,
      stepS: widthMs / 1_000,
      total: figuresOf(rows.filter(({ at }) => at !== null)),
      before: figuresOf(grouped.get(undefined) ?? []),
      points,
    };
  }

  async lastFailures(providerIds: readonly string[]): Promise<Map<string, FailureRow>> {
    const rows = await this.repository.lastFailures(providerIds);
    return new Map(rows.map((row) => [row.provider_id, row]));
  }

  /** Coarse steps for long windows, so that each reads about as many rows. */
  private rangeOf(windowMs: number): FigureRange {
    const [step, stepMs] =
      windowMs <= 3 * HOUR_MS
        ? (['minute', MINUTE_MS] as const)
        : windowMs <= 8 * DAY_MS
          ? (['hour', HOUR_MS] as const)
          : (['day', DAY_MS] as const);
    const since = this.clock.now().getTime() - windowMs;
    return { step, since: new Date(floorTo(since, stepMs)) };
  }
}

/** Between 24 and 60 points for each window that the admin UI shows. */
function widthOf(windowMs: number): { readonly step: FigureStep; readonly widthMs: number } {
  if (windowMs <= 3 * HOUR_MS) return { step: 'minute', widthMs: MINUTE_MS };
  if (windowMs <= 2 * DAY_MS) return { step: 'hour', widthMs: HOUR_MS };
  if (windowMs <= 8 * DAY_MS) return { step: 'hour', widthMs: 6 * HOUR_MS };
  return { step: 'day', widthMs: DAY_MS };
}

function wholeDaysBetween(begin: Date, end: Date): WholeDays {
  const from = floorTo(begin.getTime() + DAY_MS - 1, DAY_MS);
  const to = floorTo(end.getTime(), DAY_MS);
  return to > from ? { from: new Date(from), to: new Date(to) } : { from: end, to: end };
}

function floorTo(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs;
}

function figuresOf(rows: readonly Counted[]): CallFigures {
  const histogram = new Map<number, number>();
  const errors: Record<string, number> = {};
  let [calls, answered] = [0, 0];
  for (const row of rows) {
    calls += row.calls;
    if (ANSWERED.has(row.outcome)) answered += row.calls;
    if (row.outcome !== 'ok') errors[row.outcome] = (errors[row.outcome] ?? 0) + row.calls;
    if (wasAsked(row.outcome)) {
      histogram.set(row.bucket, (histogram.get(row.bucket) ?? 0) + row.calls);
    }
  }
  return {
    calls,
    success_rate: calls === 0 ? null : Math.round((answered / calls) * 10_000) / 10_000,
    p50_ms: percentileMs(histogram, 0.5),
    p95_ms: percentileMs(histogram, 0.95),
    p99_ms: percentileMs(histogram, 0.99),
    errors,
  };
}
