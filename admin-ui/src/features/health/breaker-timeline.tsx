import { Box, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateTime } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import { placeOf } from './chart-points';
import type { HealthSeries } from './health.api';

type Interval = HealthSeries['breakers'][number];

/** Striped where it is being tried, full where it rests: told apart without colours. */
const LOOKS: Readonly<Record<Interval['state'], string>> = {
  open: 'var(--mantine-color-red-7)',
  half_open:
    'repeating-linear-gradient(45deg, var(--mantine-color-yellow-7) 0 4px, transparent 4px 7px)',
};

/** When providers were given a rest: a bar for each, and the same as a table. */
export function BreakerTimeline({
  series,
  nameOf,
}: {
  readonly series: HealthSeries;
  readonly nameOf: (providerId: string) => string;
}): ReactNode {
  const { t } = useTexts();
  const byProvider = Map.groupBy(series.breakers, ({ provider_id }) => provider_id);
  return (
    <Paper withBorder p="sm" component="section" aria-label={t('breaker.title')}>
      <Title order={3} size="h5">
        {t('breaker.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {byProvider.size === 0 ? t('breaker.none') : t('breaker.text')}
      </Text>
      <Stack gap="sm">
        {[...byProvider].map(([id, intervals]) => (
          <Stack key={id} gap={4}>
            <Text size="sm" fw={600}>
              {nameOf(id)}
            </Text>
            <Bar intervals={intervals} span={series} />
            <IntervalTable label={nameOf(id)} intervals={intervals} />
          </Stack>
        ))}
        {byProvider.size > 0 && <Legend />}
      </Stack>
    </Paper>
  );
}

function Bar({
  intervals,
  span,
}: {
  readonly intervals: readonly Interval[];
  readonly span: HealthSeries;
}): ReactNode {
  return (
    <Box
      pos="relative"
      h={18}
      aria-hidden="true"
      bg="var(--mantine-color-default-hover)"
      style={{ borderRadius: 4, overflow: 'hidden' }}
    >
      {intervals.map((interval) => {
        const { left, width } = placeOf(interval, span);
        return (
          <Box
            key={`${interval.state} ${interval.from}`}
            pos="absolute"
            top={0}
            bottom={0}
            left={`${left}%`}
            style={{ width: `${width}%`, minWidth: 2, background: LOOKS[interval.state] }}
          />
        );
      })}
    </Box>
  );
}

const SHOWN = 6;

function IntervalTable({
  label,
  intervals,
}: {
  readonly label: string;
  readonly intervals: readonly Interval[];
}): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  return (
    <Table verticalSpacing={2} aria-label={label} fz="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('breaker.state')}</Table.Th>
          <Table.Th>{t('breaker.from')}</Table.Th>
          <Table.Th>{t('breaker.to')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {intervals
          .slice(-SHOWN)
          .reverse()
          .map(({ state, from, to, is_forced: isForced }) => (
            <Table.Tr key={`${state} ${from}`}>
              <Table.Td>
                {t(`breaker.${state}`)} {isForced && t('breaker.forced')}
              </Table.Td>
              <Table.Td>{dateTime(from, zone, language)}</Table.Td>
              <Table.Td>{to === null ? t('breaker.now') : dateTime(to, zone, language)}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

function Legend(): ReactNode {
  const { t } = useTexts();
  return (
    <Group gap="md" aria-hidden="true">
      {(['open', 'half_open'] as const).map((state) => (
        <Group key={state} gap={6}>
          <Box w={18} h={10} style={{ background: LOOKS[state], borderRadius: 2 }} />
          <Text size="xs">{t(`breaker.${state}`)}</Text>
        </Group>
      ))}
    </Group>
  );
}
