/** The charts of a series. A chunk of its own: nobody else loads what draws them. */
import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { ChartCard } from './chart-card';
import { busiestOf, type ChartPoint, kindsOf, pointsOf, worstOf } from './chart-points';
import type { Window } from './choices';
import type { HealthSeries } from './health.api';
import { type ChartWords, useChartWords } from './use-chart-words';

interface ChartProps {
  readonly series: HealthSeries;
  readonly points: readonly ChartPoint[];
  readonly words: ChartWords;
}

const HEIGHT = 180;
/** What a further line of the legend takes from the chart. */
const LEGEND_LINE = 26;
const FEW = 3;
/** Common to all: no animation, no stops for the tab key inside of what is one picture. */
const QUIET = { accessibilityLayer: false };
const AXIS = { minTickGap: 28, tickMargin: 8 };
const STILL = { isAnimationActive: false };
/** Told apart by their lightness too; legend and table name them. */
const ERROR_COLORS = ['red.8', 'orange.5', 'yellow.3', 'grape.7', 'blue.4', 'gray.5'];

export function SeriesCharts({
  series,
  window,
}: {
  readonly series: HealthSeries;
  readonly window: Window;
}): ReactNode {
  const { t } = useTexts();
  const words = useChartWords(window);
  if (series.total.calls === 0) {
    return (
      <Paper withBorder p="sm">
        <Text c="dimmed">{t('health.quiet')}</Text>
      </Paper>
    );
  }
  const points = pointsOf(series, words.timeOf);
  const props = { series, points, words };
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
      <SuccessChart {...props} />
      <LatencyChart {...props} />
      <VolumeChart {...props} />
      <ErrorChart {...props} />
    </SimpleGrid>
  );
}

const withCalls = (points: readonly ChartPoint[]): ChartPoint[] =>
  points.filter(({ calls }) => calls > 0).reverse();

/** Where there is hardly a line, its points have to be seen. */
const dotOf = (points: readonly ChartPoint[]): { readonly r: number } => ({
  r: withCalls(points).length <= FEW ? 4 : 2,
});

function SuccessChart({ series, points, words }: ChartProps): ReactNode {
  const { t } = useTexts();
  const worst = worstOf(points);
  return (
    <ChartCard
      title={t('chart.success')}
      text={
        worst
          ? t('chart.success.text', {
              rate: words.percent(series.total.success_rate),
              calls: words.count(series.total.calls),
              worst: words.percent((worst.success ?? 0) / 100),
              at: worst.time,
            })
          : t('health.quiet')
      }
      table={{
        heads: [t('chart.time'), t('figure.success')],
        rows: withCalls(points).map(({ time, success }) => [
          time,
          words.percent(success === null ? null : success / 100),
        ]),
      }}
    >
      <LineChart
        h={HEIGHT}
        data={[...points]}
        dataKey="time"
        series={[{ name: 'success', label: t('figure.success'), color: 'teal.7' }]}
        yAxisProps={{ domain: [0, 100], width: 44 }}
        valueFormatter={(value) => words.percent(value / 100)}
        curveType="linear"
        connectNulls
        dotProps={dotOf(points)}
        strokeWidth={2}
        xAxisProps={AXIS}
        lineChartProps={QUIET}
        lineProps={STILL}
      />
    </ChartCard>
  );
}

function LatencyChart({ series, points, words }: ChartProps): ReactNode {
  const { t } = useTexts();
  const { p50_ms, p95_ms, p99_ms } = series.total;
  const names = {
    p50: t('chart.latency.p50'),
    p95: t('chart.latency.p95'),
    p99: t('chart.latency.p99'),
  };
  return (
    <ChartCard
      title={t('chart.latency')}
      text={
        p50_ms === null
          ? t('health.quiet')
          : t('chart.latency.text', {
              p50: words.ms(p50_ms),
              p95: words.ms(p95_ms),
              p99: words.ms(p99_ms),
            })
      }
      table={{
        heads: [t('chart.time'), names.p50, names.p95, names.p99],
        rows: withCalls(points).map(({ time, p50, p95, p99 }) => [
          time,
          words.ms(p50),
          words.ms(p95),
          words.ms(p99),
        ]),
      }}
    >
      <LineChart
        h={HEIGHT}
        data={[...points]}
        dataKey="time"
        withLegend
        series={[
          { name: 'p50', label: names.p50, color: 'teal.7' },
          { name: 'p95', label: names.p95, color: 'orange.6', strokeDasharray: '6 3' },
          { name: 'p99', label: names.p99, color: 'grape.6', strokeDasharray: '2 3' },
        ]}
        valueFormatter={(value) => words.ms(value)}
        yAxisProps={{ width: 80 }}
        curveType="linear"
        connectNulls
        dotProps={dotOf(points)}
        strokeWidth={1.75}
        xAxisProps={AXIS}
        lineChartProps={QUIET}
        lineProps={STILL}
      />
    </ChartCard>
  );
}

function VolumeChart({ series, points, words }: ChartProps): ReactNode {
  const { t } = useTexts();
  const busiest = busiestOf(points);
  return (
    <ChartCard
      title={t('chart.volume')}
      text={
        busiest
          ? t('chart.volume.text', {
              calls: words.count(series.total.calls),
              most: words.count(busiest.calls),
              at: busiest.time,
            })
          : t('health.quiet')
      }
      table={{
        heads: [t('chart.time'), t('figure.calls')],
        rows: withCalls(points).map(({ time, calls }) => [time, words.count(calls)]),
      }}
    >
      <BarChart
        h={HEIGHT}
        data={[...points]}
        dataKey="time"
        series={[{ name: 'calls', label: t('figure.calls'), color: 'teal.7' }]}
        valueFormatter={words.count}
        yAxisProps={{ allowDecimals: false, width: 44 }}
        xAxisProps={AXIS}
        barChartProps={QUIET}
        barProps={STILL}
      />
    </ChartCard>
  );
}

function ErrorChart({ series, points, words }: ChartProps): ReactNode {
  const { t } = useTexts();
  const kinds = kindsOf(series.total.errors);
  const failed = points.filter(({ errors }) => Object.keys(errors).length > 0);
  return (
    <ChartCard
      title={t('chart.errors')}
      text={
        kinds.length === 0
          ? t('chart.errors.none')
          : t('chart.errors.text', {
              kinds: kinds
                .map(
                  (kind) => `${words.kind(kind)}: ${words.count(series.total.errors[kind] ?? 0)}`,
                )
                .join(' · '),
            })
      }
      table={{
        heads: [t('chart.time'), ...kinds.map(words.kind)],
        rows: failed
          .reverse()
          .map(({ time, errors }) => [
            time,
            ...kinds.map((kind) => words.count(errors[kind] ?? 0)),
          ]),
      }}
    >
      {kinds.length === 0 ? undefined : (
        <BarChart
          h={HEIGHT + LEGEND_LINE * (kinds.length - 1)}
          type="stacked"
          data={points.map(({ time, errors }) => ({ time, ...errors }))}
          dataKey="time"
          withLegend
          series={kinds.map((kind, place) => ({
            name: kind,
            label: words.kind(kind),
            color: ERROR_COLORS[place % ERROR_COLORS.length] ?? 'gray.5',
          }))}
          valueFormatter={words.count}
          yAxisProps={{ allowDecimals: false, width: 44 }}
          xAxisProps={AXIS}
          barChartProps={QUIET}
          barProps={STILL}
        />
      )}
    </ChartCard>
  );
}
