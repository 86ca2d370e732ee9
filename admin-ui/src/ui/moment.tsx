import { Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { ago, dateTime } from '../lib/format';
import { useTexts } from '../lib/i18n';
import { useZone } from '../lib/zone';

/** How long ago, with the exact time on hover, focus or tap. */
export function Moment({ at }: { readonly at: string }): ReactNode {
  const { language } = useTexts();
  const zone = useZone();
  return (
    <Tooltip
      label={dateTime(at, zone, language)}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Text component="time" dateTime={at} size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {ago(at, Date.now(), language)}
      </Text>
    </Tooltip>
  );
}
