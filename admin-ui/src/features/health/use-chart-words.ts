import { count, percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import { kindOf, textsOf } from '../../ui/vendor-error-texts';
import type { Window } from './choices';

const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;

/** How charts write times, shares, durations and kinds of failure. */
export function useChartWords(window: Window) {
  const { t, language } = useTexts();
  const zone = useZone();
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    ...((window === '7d' || window === '30d') && { day: 'numeric', month: 'short' }),
    ...(window !== '30d' && { hour: '2-digit', minute: '2-digit' }),
  });
  return {
    timeOf: (iso: string): string => format.format(new Date(iso)),
    count: (value: number): string => count(value, language),
    percent: (share: number | null): string => (share === null ? '–' : percent(share, language)),
    ms: (value: number | null): string => msText(value, (rounded) => count(rounded, language)),
    kind: (kind: string): string => t(textsOf(kindOf(kind)).what),
  };
}

export type ChartWords = ReturnType<typeof useChartWords>;

/** Seconds from ten on: nobody reads 12,345 ms. */
function msText(value: number | null, write: (value: number) => string): string {
  if (value === null) return '–';
  return value < 10_000
    ? `${write(Math.round(value))} ms`
    : `${write(Math.round(value / 100) / 10)} s`;
}
