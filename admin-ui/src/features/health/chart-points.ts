/** The figures of a series as charts and their tables need them; pure. */
import type { HealthSeries } from './health.api';

export interface ChartPoint {
  readonly at: string;
  /** As it stands on the axis. */
  readonly time: string;
  readonly calls: number;
  /** In percent; null without calls. */
  readonly success: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly errors: Readonly<Record<string, number>>;
}

/** Answers that are no failure of the vendor: they are counted, and left out of what failed. */
const BUSINESS: ReadonlySet<string> = new Set(['declined', 'not_found', 'duplicate']);

export function pointsOf(
  series: Pick<HealthSeries, 'items'>,
  timeOf: (iso: string) => string,
): ChartPoint[] {
  return series.items.map((item) => ({
    at: item.at,
    time: timeOf(item.at),
    calls: item.calls,
    success: item.success_rate === null ? null : Math.round(item.success_rate * 1_000) / 10,
    p50: item.p50_ms,
    p95: item.p95_ms,
    p99: item.p99_ms,
    errors: failuresOf(item.errors),
  }));
}

/** Failures by kind, without the vendor's business answers. */
export function failuresOf(errors: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(errors).filter(([kind]) => !BUSINESS.has(kind)));
}

/** Kinds that occurred, the most frequent first. */
export function kindsOf(errors: Readonly<Record<string, number>>): string[] {
  return Object.entries(failuresOf(errors))
    .sort(([, a], [, b]) => b - a)
    .map(([kind]) => kind);
}

/** The point with the lowest success; the first of equals. */
export function worstOf(points: readonly ChartPoint[]): ChartPoint | undefined {
  return extreme(points, (point) => (point.success === null ? undefined : -point.success));
}

/** The point with the most calls. */
export function busiestOf(points: readonly ChartPoint[]): ChartPoint | undefined {
  return extreme(points, ({ calls }) => (calls === 0 ? undefined : calls));
}

function extreme(
  points: readonly ChartPoint[],
  valueOf: (point: ChartPoint) => number | undefined,
): ChartPoint | undefined {
  let found: ChartPoint | undefined;
  for (const point of points) {
    const value = valueOf(point);
    if (value !== undefined && (!found || value > (valueOf(found) ?? value))) found = point;
  }
  return found;
}

/** Where something from one moment to another lies in a span, in percent; null ends with the span. */
export function placeOf(
  { from, to }: { readonly from: string; readonly to: string | null },
  span: { readonly since: string; readonly until: string },
): { readonly left: number; readonly width: number } {
  const [start, end] = [Date.parse(span.since), Date.parse(span.until)];
  const shareOf = (ms: number): number =>
    end <= start ? 0 : Math.min(100, Math.max(0, ((ms - start) / (end - start)) * 100));
  const left = shareOf(Date.parse(from));
  const right = to === null ? 100 : shareOf(Date.parse(to));
  return { left, width: Math.max(0, right - left) };
}
