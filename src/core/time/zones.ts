/**
 * Times as vendors write them. Inside, a moment is a `Date` (UTC); a zone only matters where text
 * leaves or arrives. Zones are IANA names through Intl, fixed offsets such as `+07:00`, or the three
 * Indonesian abbreviations.
 */
import { InvalidInputError } from '#core/errors/app-error.js';

const ZONE_ALIASES: Readonly<Record<string, string>> = {
  WIB: 'Asia/Jakarta',
  WITA: 'Asia/Makassar',
  WIT: 'Asia/Jayapura',
};

const MINUTE_MS = 60_000;
const MAX_INPUT = 64;
const MAX_PICTURE = 64;
/** The span that JavaScript dates cover, in milliseconds from the epoch. */
const MAX_EPOCH_MS = 8.64e15;

/** A time or zone that can't be read. HTTP 422. */
export class InvalidTimeError extends InvalidInputError {
  constructor(message: string) {
    super('time', message, 'invalid_time');
  }
}

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  const name = ZONE_ALIASES[zone] ?? zone;
  const known = formatters.get(name);
  if (known !== undefined) return known;
  const created = createFormatter(name);
  formatters.set(name, created);
  return created;
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new InvalidTimeError(
      'The time zone is not known; use an IANA name such as Asia/Jakarta.',
    );
  }
}

/** Zones change their offset on quarter hours at the earliest, so one answer serves a whole one. */
const QUARTER_MS = 900_000;
const OFFSET_LIMIT = 1_000;
const offsets = new Map<string, number>();

/**
 * Minutes that local time in the zone is ahead of UTC at a moment.
 *
 * @throws InvalidTimeError for an unknown zone
 */
export function offsetMinutes(at: Date, zone: string): number {
  if (zone === 'UTC') return 0;
  const key = `${zone} ${Math.floor(at.getTime() / QUARTER_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const computed = computeOffset(at, zone);
  if (offsets.size >= OFFSET_LIMIT) offsets.clear();
  offsets.set(key, computed);
  return computed;
}

function computeOffset(at: Date, zone: string): number {
  const fields: Record<string, string> = {};
  for (const part of formatterFor(zone).formatToParts(at)) fields[part.type] = part.value;
  const local = Date.UTC(
    Number(fields['year']),
    Number(fields['month']) - 1,
    Number(fields['day']),
    Number(fields['hour']),
    Number(fields['minute']),
    Number(fields['second']),
  );
  return Math.round((local - Math.floor(at.getTime() / 1000) * 1000) / MINUTE_MS);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** A picture is tokens, texts in single quotes, and characters that stand for themselves. */
const PICTURE_TOKEN = /'([^']*)'|yyyy|YYYY|yy|YY|MMM|MM|dd|DD|HH|mm|ss|SSS|EEE|XXX|Z/g;

const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** `shifted` is the moment moved by the offset, so that its UTC fields read as local time. */
type TokenWriter = (shifted: Date, offset: number) => string;

const year: TokenWriter = (shifted) => pad(shifted.getUTCFullYear(), 4);
const shortYear: TokenWriter = (shifted) => pad(shifted.getUTCFullYear() % 100, 2);
const day: TokenWriter = (shifted) => pad(shifted.getUTCDate(), 2);

const TOKEN_WRITERS: Readonly<Record<string, TokenWriter>> = {
  yyyy: year,
  YYYY: year,
  yy: shortYear,
  YY: shortYear,
  MMM: (shifted) => MONTHS[shifted.getUTCMonth()] ?? '',
  MM: (shifted) => pad(shifted.getUTCMonth() + 1, 2),
  dd: day,
  DD: day,
  HH: (shifted) => pad(shifted.getUTCHours(), 2),
  mm: (shifted) => pad(shifted.getUTCMinutes(), 2),
  ss: (shifted) => pad(shifted.getUTCSeconds(), 2),
  SSS: (shifted) => pad(shifted.getUTCMilliseconds(), 3),
  EEE: (shifted) => DAYS[shifted.getUTCDay()] ?? '',
  XXX: (_shifted, offset) => offsetText(offset, ':'),
  Z: (_shifted, offset) => offsetText(offset, ''),
};

function offsetText(offset: number, separator: string): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${separator}${pad(size % 60, 2)}`;
}

/**
 * Writes a moment. `iso` is `2026-11-20T08:45:42Z` (with the offset in another zone), `iso_ms` the same
 * with milliseconds, `unix` and `unix_ms` numbers; anything else is a picture of `yyyy yy MM MMM dd HH
 * mm ss SSS EEE`, `Z` (`+0700`), `XXX` (`+07:00`) and literal text, in single quotes if need be.
 *
 * @throws InvalidTimeError for an unknown zone, an impossible moment or an overlong picture
 */
export function formatInZone(at: Date, format: string, zone = 'UTC'): string | number {
  const ms = at.getTime();
  if (Number.isNaN(ms)) throw new InvalidTimeError('The time is not a date that can be written.');
  if (format === 'unix') return Math.floor(ms / 1000);
  if (format === 'unix_ms') return ms;
  if (format === 'iso' || format === 'iso_ms') return isoText(at, zone, format === 'iso_ms');
  return writePicture(at, format, zone);
}

function isoText(at: Date, zone: string, withMs: boolean): string {
  const picture = `yyyy-MM-ddTHH:mm:ss${withMs ? '.SSS' : ''}`;
  return writePicture(at, zone === 'UTC' ? `${picture}'Z'` : `${picture}XXX`, zone);
}

function writePicture(at: Date, picture: string, zone: string): string {
  if (picture.length > MAX_PICTURE) {
    throw new InvalidTimeError(`A time format has at most ${MAX_PICTURE} characters.`);
  }
  const offset = offsetMinutes(at, zone);
  const shifted = new Date(at.getTime() + offset * MINUTE_MS);
  return picture.replace(PICTURE_TOKEN, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    return TOKEN_WRITERS[token]?.(shifted, offset) ?? token;
  });
}

const CALENDAR =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const EPOCH = /^\d{9,19}$/;
/** Digits of an epoch text → milliseconds in one unit: seconds, milliseconds, micro- and nanoseconds. */
const EPOCH_UNITS: Readonly<Record<number, number>> = {
  9: 1000,
  10: 1000,
  13: 1,
  16: 1e-3,
  19: 1e-6,
};

/**
 * Reads a time leniently: ISO 8601 with any fraction up to nanoseconds, `YYYY-MM-DD HH:mm:ss` and
 * `YYYYMMDDHHmmss` without zone (taken as local in `zone`), a date alone (midnight), or an epoch in
 * seconds, milli-, micro- or nanoseconds.
 *
 * @throws InvalidTimeError for anything else and for dates that don't exist
 */
export function parseInZone(input: string | number, zone = 'UTC'): Date {
  const text = typeof input === 'number' ? epochDigits(input) : input.trim();
  if (text.length <= MAX_INPUT) {
    const compact = text.length === 14 || text.length === 8 ? COMPACT.exec(text) : null;
    if (compact !== null) return fromFields(compact, zone);
    if (EPOCH.test(text)) return fromEpoch(text);
    const calendar = CALENDAR.exec(text);
    if (calendar !== null) return fromFields(calendar, zone);
  }
  throw unreadable();
}

function epochDigits(value: number): string {
  if (!Number.isFinite(value) || value < 0) throw unreadable();
  return String(value < 1e11 ? Math.floor(value * 1000) : Math.floor(value)).padStart(13, '0');
}

function fromEpoch(digits: string): Date {
  const unitMs = EPOCH_UNITS[digits.length];
  const ms = unitMs === undefined ? Number.NaN : Math.floor(Number(digits) * unitMs);
  if (Number.isNaN(ms) || ms > MAX_EPOCH_MS) throw unreadable();
  return new Date(ms);
}

function fromFields(parts: RegExpExecArray, zone: string): Date {
  const number = (index: number) => Number(parts[index] ?? 0);
  const fraction = parts[7] ?? '';
  const local: LocalTime = {
    year: number(1),
    month: number(2),
    day: number(3),
    hour: number(4),
    minute: number(5),
    second: number(6),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
  };
  const asUtc = utcMillis(local);
  const offset = parts[8];
  if (offset !== undefined) return new Date(asUtc - explicitOffset(offset) * MINUTE_MS);
  return new Date(localToUtc(asUtc, zone));
}

function utcMillis(local: LocalTime): number {
  const date = new Date(0);
  date.setUTCFullYear(local.year, local.month - 1, local.day);
  date.setUTCHours(local.hour, local.minute, local.second, local.millisecond);
  // A leap second (:60) counts as the next minute; every other overflow is a date that does not exist.
  const exists =
    local.month >= 1 &&
    local.month <= 12 &&
    local.day >= 1 &&
    local.hour <= 23 &&
    local.minute <= 59 &&
    local.second <= 60 &&
    new Date(Date.UTC(local.year, local.month, 0)).getUTCDate() >= local.day;
  if (!exists) throw unreadable();
  return date.getTime();
}

function explicitOffset(text: string): number {
  if (/^(?:z|utc)$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0);
  return text.startsWith('-') ? -minutes : minutes;
}

/** The second look corrects moments close to a change of the offset. */
function localToUtc(localMs: number, zone: string): number {
  const first = localMs - offsetMinutes(new Date(localMs), zone) * MINUTE_MS;
  return localMs - offsetMinutes(new Date(first), zone) * MINUTE_MS;
}

function unreadable(): InvalidTimeError {
  return new InvalidTimeError(
    'The time can not be read; use ISO 8601 such as 2026-11-20T15:45:42+07:00 or an epoch.',
  );
}
