/** How amounts and times are written for people. */
import type { Language } from './i18n';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };
/** Abbreviations that people in Indonesia know; elsewhere the offset is shown. */
const ZONES: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

/** `Rp 150.000` in both languages; other currencies by their own convention. Amounts are minor units. */
export function money(amount: number, currency: string, language: Language): string {
  const digits = minorDigits(currency);
  const value = amount / 10 ** digits;
  const format = new Intl.NumberFormat(currency === 'IDR' ? 'id-ID' : LOCALES[language], {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(value).replace(/\u00a0/g, ' ');
}

/** Digits behind the point that minor units of a currency stand for. */
export function minorDigits(currency: string): number {
  if (currency === 'IDR') return 0;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** `21 Nov 2026 14.05 WIB`. */
export function dateTime(iso: string, zone: string, language: Language): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(new Date(iso));
  return `${text} ${ZONES[zone] ?? zone}`;
}

/** `14.05 WIB`: what the clock on the wall shows there. */
export function timeOfDay(at: Date, zone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  });
  return `${format.format(at)} ${ZONES[zone] ?? zone}`;
}

/** `14.05` for today, else `20 Nov 14.05`; for sentences, where the zone is clear. */
export function clock(
  iso: string,
  { zone, language, now }: { zone: string; language: Language; now: number },
): string {
  const moment = new Date(iso);
  const dayOf = (at: Date | number): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
  const isToday = dayOf(moment) === dayOf(now);
  const text = new Intl.DateTimeFormat(LOCALES[language], {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(moment);
  return text.replace(', ', ' ');
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 menit yang lalu`, as of `now`. */
export function ago(iso: string, now: number, language: Language): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1_000);
  const format = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(seconds, 'second');
}

export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** 0.987 → `98,7%`. */
export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(share);
}
