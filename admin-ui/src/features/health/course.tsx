import { Grid, Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTexts } from '../../lib/i18n';
import { QueryView } from '../../ui/state-view';
import { BreakerTimeline } from './breaker-timeline';
import type { Window } from './choices';
import { type HealthSeries, seriesQuery } from './health.api';
import { useChartWords } from './use-chart-words';

const SeriesCharts = lazy(async () => {
  const { SeriesCharts: component } = await import('./series-charts');
  return { default: component };
});

/** How calls went in a window, of one provider or of all: figures beside those before, charts, rests. */
export function Course({
  window,
  providerId,
  nameOf,
}: {
  readonly window: Window;
  readonly providerId?: string;
  readonly nameOf: (providerId: string) => string;
}): ReactNode {
  const query = useQuery(seriesQuery(window, providerId));
  return (
    <QueryView query={query} skeleton={<CourseSkeleton />}>
      {(series) => (
        <Stack gap="sm">
          <Comparison series={series} window={window} />
          <Suspense fallback={<ChartsSkeleton />}>
            <SeriesCharts series={series} window={window} />
          </Suspense>
          <BreakerTimeline series={series} nameOf={nameOf} />
        </Stack>
      )}
    </QueryView>
  );
}

/** All in one row; on a phone calls and success above, the three times below. */
const spanOf = (place: number) => ({ base: place < 2 ? 15 : 10, sm: 6 });

function Comparison({
  series: { total, before },
  window,
}: {
  readonly series: HealthSeries;
  readonly window: Window;
}): ReactNode {
  const { t } = useTexts();
  const words = useChartWords(window);
  const facts = [
    ['figure.calls', words.count(total.calls), words.count(before.calls)],
    ['figure.success', words.percent(total.success_rate), words.percent(before.success_rate)],
    ['figure.p50', words.ms(total.p50_ms), words.ms(before.p50_ms)],
    ['figure.p95', words.ms(total.p95_ms), words.ms(before.p95_ms)],
    ['figure.p99', words.ms(total.p99_ms), words.ms(before.p99_ms)],
  ] as const;
  return (
    <Grid gap="sm" columns={30}>
      {facts.map(([name, now, then], place) => (
        <Grid.Col key={name} span={spanOf(place)}>
          <Paper withBorder p="sm" h="100%">
            <Text size="xs" c="dimmed">
              {t(name)}
            </Text>
            <Text fw={600} size="lg">
              {now}
            </Text>
            {before.calls > 0 && (
              <Text size="xs" c="dimmed">
                {t('figure.before', { value: then })}
              </Text>
            )}
            {before.calls === 0 && place === 0 && (
              <Text size="xs" c="dimmed">
                {t('figure.before.none')}
              </Text>
            )}
          </Paper>
        </Grid.Col>
      ))}
    </Grid>
  );
}

function CourseSkeleton(): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="sm" role="status" aria-label={t('app.loading')}>
      <Grid gap="sm" columns={30}>
        {Array.from({ length: 5 }, (_, place) => (
          <Grid.Col key={place} span={spanOf(place)}>
            <Skeleton height={78} />
          </Grid.Col>
        ))}
      </Grid>
      <ChartsSkeleton />
    </Stack>
  );
}

function ChartsSkeleton(): ReactNode {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
      {Array.from({ length: 4 }, (_, place) => (
        <Skeleton key={place} height={250} />
      ))}
    </SimpleGrid>
  );
}
