import { Group, Text, useMantineTheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';

/** The five words for how something is; the same everywhere. */
export type Condition = 'healthy' | 'degraded' | 'down' | 'untested' | 'off';

const COLORS: Readonly<Record<Condition, string>> = {
  healthy: 'teal',
  degraded: 'yellow',
  down: 'red',
  untested: 'gray',
  off: 'gray',
};

/** A dot and its word: never colour alone. */
export function StatusDot({ condition }: { readonly condition: Condition }): ReactNode {
  const { t } = useTexts();
  const theme = useMantineTheme();
  const color = theme.colors[COLORS[condition]]?.[6];
  const isHollow = condition === 'off' || condition === 'untested';
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <svg width={10} height={10} aria-hidden="true" focusable="false">
        <circle
          cx={5}
          cy={5}
          r={4}
          fill={isHollow ? 'none' : color}
          stroke={color}
          strokeWidth={isHollow ? 1.5 : 0}
        />
      </svg>
      <Text component="span" size="sm">
        {t(`status.${condition}`)}
      </Text>
    </Group>
  );
}
