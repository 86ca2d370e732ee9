/** Zones in words: what an Indonesian hotel calls its clock, and the rest of the world by place. */
import type { ComboboxData } from '@mantine/core';
import { useMemo } from 'react';
import { useTexts } from '../../lib/i18n';

/** One place stands for each zone of the country. */
const INDONESIAN = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const;
/** Another place of the western zone. */
const SAME_AS_JAKARTA = ['Asia/Pontianak'];

export function useZoneName(zone: string): string {
  const { t } = useTexts();
  const known = INDONESIAN.find((name) => name === placeOf(zone));
  return known === undefined ? zone.replaceAll('_', ' ') : t(`zone.${known}`);
}

/** To choose from: the three of Indonesia first. `current` is among them, whatever it is. */
export function useZones(current: string): ComboboxData {
  const { t } = useTexts();
  return useMemo(() => {
    const near = INDONESIAN.map((zone) => ({
      value: zone === placeOf(current) ? current : zone,
      label: t(`zone.${zone}`),
    }));
    const taken = new Set<string>([...INDONESIAN, ...SAME_AS_JAKARTA]);
    const far = Intl.supportedValuesOf('timeZone')
      .filter((zone) => !taken.has(zone))
      .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
    const listed = far.some(({ value }) => value === current) || taken.has(current);
    return [
      { group: t('zone.indonesia'), items: near },
      {
        group: t('zone.elsewhere'),
        items: listed ? far : [{ value: current, label: current }, ...far],
      },
    ];
  }, [current, t]);
}

function placeOf(zone: string): string {
  return SAME_AS_JAKARTA.includes(zone) ? 'Asia/Jakarta' : zone;
}
