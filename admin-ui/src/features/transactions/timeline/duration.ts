import type { Language } from '../../../lib/i18n';

type Unit = 'day' | 'hour' | 'minute' | 'second';

const UNITS: readonly (readonly [Unit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `84 ms`, `1,2 detik`, `5 menit`: as much as says something. */
export function duration(ms: number, language: Language): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? (['second', 1_000] as const);
  return new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  }).format(ms / size);
}
