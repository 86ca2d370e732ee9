import { Injectable } from '@nestjs/common';
import {
  type DayFigure,
  type DayFigureSource,
  type DaySpan,
  type MoneySum,
  OverviewSources,
} from '#core/overview/overview-sources.js';
import { dateAt, type HotelDay, hotelDay, shiftDate } from '#core/time/hotel-day.js';
import { Clock } from '#core/time/clock.js';
import type { OverviewAnswer } from './overview.schemas.js';

type Figures = OverviewAnswer['figures'];

/** A day that is over hardly changes, and everybody's page asks for it. */
const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 1_000;

interface Kept {
  readonly figure: DayFigure;
  readonly until: number;
}

/** Figures of today with those of yesterday beside them. */
@Injectable()
export class OverviewFigures {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly sources: OverviewSources,
    private readonly clock: Clock,
  ) {}

  today(zone: string): HotelDay {
    return hotelDay(dateAt(this.clock.now(), zone), zone);
  }

  async list(
    today: HotelDay,
    propertyId: string | null,
    isAllowed: (scope: string) => boolean,
  ): Promise<Figures> {
    const before = hotelDay(shiftDate(today.date, -1), today.zone);
    const allowed = this.sources.figures.filter(({ scope }) => isAllowed(scope));
    const counted = await Promise.all(
      allowed.map(async (source) => ({
        id: source.id,
        today: await source.count({ ...today, propertyId }),
        yesterday: await this.ofDayBefore(source, { ...before, propertyId }),
      })),
    );
    return [...Map.groupBy(counted, ({ id }) => id)].map(([id, parts]) => ({
      id,
      today: added(parts.map((part) => part.today)),
      yesterday: added(parts.map((part) => part.yesterday)),
    }));
  }

  /** Whether anything of the kind was ever counted. */
  async hasAny(id: string, propertyId: string | null): Promise<boolean> {
    const sources = this.sources.figures.filter((source) => source.id === id);
    const found = await Promise.all(sources.map((source) => source.hasAny(propertyId)));
    return found.includes(true);
  }

  private async ofDayBefore(source: DayFigureSource, span: DaySpan): Promise<DayFigure> {
    const place = this.sources.figures.indexOf(source);
    const key = `${place}/${span.from.toISOString()}/${span.propertyId ?? ''}`;
    const now = this.clock.now().getTime();
    const known = this.kept.get(key);
    if (known && known.until > now) return known.figure;
    const figure = await source.count(span);
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(key, { figure, until: now + KEPT_MS });
    return figure;
  }
}

/** Several categories may count under one name, each currency for itself. */
export function added(figures: readonly DayFigure[]): { count: number; sums: MoneySum[] } {
  const sums = Map.groupBy(
    figures.flatMap((figure) => figure.sums),
    ({ currency }) => currency,
  );
  return {
    count: figures.reduce((sum, { count }) => sum + count, 0),
    sums: [...sums].map(([currency, parts]) => ({
      currency,
      amount: parts.reduce((sum, { amount }) => sum + amount, 0),
    })),
  };
}
