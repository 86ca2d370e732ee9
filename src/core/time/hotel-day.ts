/** A day as the hotel counts it: from midnight to midnight on its own clock. */
import { InvalidInputError } from '#core/errors/app-error.js';
import { formatInZone, InvalidTimeError, parseInZone } from './zones.js';

export interface HotelDay {
  /** `2026-11-21`. */
  readonly date: string;
  readonly zone: string;
  /** First moment of the day. */
  readonly from: Date;
  /** First moment of the next one. */
  readonly to: Date;
}

/**
 * @param date an existing date, `YYYY-MM-DD`
 * @throws InvalidInputError naming `zone` for one that is not known
 */
export function hotelDay(date: string, zone: string): HotelDay {
  try {
    return {
      date,
      zone,
      from: parseInZone(date, zone),
      to: parseInZone(shiftDate(date, 1), zone),
    };
  } catch (error) {
    if (!(error instanceof InvalidTimeError)) throw error;
    const hint = 'use an IANA name such as Asia/Makassar, or WIB, WITA or WIT';
    throw new InvalidInputError('zone', `The time zone "${zone}" is not known; ${hint}.`);
  }
}

/** The date on the hotel's calendar at a moment. */
export function dateAt(moment: Date, zone: string): string {
  return String(formatInZone(moment, 'yyyy-MM-dd', zone));
}

/** The last day that is over and whose books may be closed: yesterday, from `hour` o'clock on. */
export function lastClosedDate(now: Date, zone: string, hour: number): string {
  const isEarly = Number(formatInZone(now, 'HH', zone)) < hour;
  return shiftDate(dateAt(now, zone), isEarly ? -2 : -1);
}

/** A date so many days later; earlier with a negative number. */
export function shiftDate(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}
