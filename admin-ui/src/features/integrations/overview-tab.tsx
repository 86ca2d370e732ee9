import { Box, Group, Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count, percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useOperationName } from '../../lib/operation-names';
import { useCanChange } from '../../lib/permissions';
import { useVendorHelp } from '../../lib/vendor-help';
import { VendorError } from '../../ui/vendor-error';
import { Moment } from '../../ui/moment';
import { QueryView } from '../../ui/state-view';
import { Sparkline } from '../../ui/sparkline';
import {
  healthQuery,
  type IntegrationLogAnswer,
  type ProviderHealth,
  recentFailuresQuery,
  seriesQuery,
  type Window,
} from './integrations.api';
import classes from './overview-tab.module.css';
import { ProviderActions } from './provider-actions';
import type { TabProps } from './provider.page';
import { FIGURE_WINDOWS } from './provider-tabs';
import { useProviderSearch } from './use-provider-search';

/** How it does, what went wrong last, and what can be done about it. */
export function OverviewTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [{ window = '24h' }, filter] = useProviderSearch();
  const health = useQuery(healthQuery(window));
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label={t('window.label')}
        data={FIGURE_WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
        value={window}
        onChange={(value) => filter({ window: value })}
        style={{ alignSelf: 'start' }}
      />
      <QueryView query={health}>
        {(all) => (
          <Figures
            id={provider.id}
            window={window}
            health={all.find(({ id }) => id === provider.id)}
          />
        )}
      </QueryView>
      <LastFailures providerId={provider.id} />
      {canChange && provider.archived_at === null && <ProviderActions provider={provider} />}
    </Stack>
  );
}

function Figures({
  id,
  window,
  health,
}: {
  readonly id: string;
  readonly window: Window;
  readonly health: ProviderHealth | undefined;
}): ReactNode {
  const { t } = useTexts();
  const series = useQuery(seriesQuery(id, window));
  const rate = health?.success_rate ?? null;
  const points = series.data?.map((point) => point.success_rate) ?? [];
  const facts = useFacts(health);
  if (!health || health.calls === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('figures.none')}
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="sm">
        {facts.map(([name, value], place) => (
          <Paper
            key={name}
            withBorder
            p="sm"
            className={place === 0 ? classes['whole'] : undefined}
          >
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            <Text fw={600} size="lg">
              {value}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {rate !== null && points.length > 2 && (
        <Paper withBorder p="sm">
          <Text size="xs" c="dimmed">
            {t('figures.over_time')}
          </Text>
          <Box style={{ overflow: 'hidden' }}>
            <Sparkline values={points} width={1_000} height={60} />
          </Box>
        </Paper>
      )}
    </Stack>
  );
}

/** Name and value of each figure; a dash where nothing was measured. */
function useFacts(health: ProviderHealth | undefined): readonly (readonly [string, string])[] {
  const { t, language } = useTexts();
  const rate = health?.success_rate ?? null;
  const ms = (value: number | null | undefined): string =>
    typeof value === 'number' ? `${count(Math.round(value), language)} ms` : '–';
  return [
    [t('figures.success'), rate === null ? '–' : percent(rate, language)],
    [t('figures.calls'), count(health?.calls ?? 0, language)],
    [t('figures.p50'), ms(health?.p50_ms)],
    [t('figures.p95'), ms(health?.p95_ms)],
    [t('figures.p99'), ms(health?.p99_ms)],
  ];
}

function LastFailures({ providerId }: { readonly providerId: string }): ReactNode {
  const { t } = useTexts();
  const failures = useQuery(recentFailuresQuery(providerId));
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {t('failures.title')}
      </Title>
      <QueryView query={failures}>
        {(items) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('failures.none')}
            </Text>
          ) : (
            items.map((log) => <FailureCard key={log.id} log={log} />)
          )
        }
      </QueryView>
    </Stack>
  );
}

/** A vendor's error as what happened, why perhaps, what to do and who to call. */
function FailureCard({ log }: { readonly log: IntegrationLogAnswer }): ReactNode {
  const help = useVendorHelp(log.provider_id);
  const operationName = useOperationName();
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {operationName(log.action)}
        </Text>
        <Moment at={log.created_at} />
      </Group>
      <VendorError
        kind={log.status}
        code={log.vendor_code}
        message={log.error_message}
        help={help}
        raw={log.response_summary ?? undefined}
      />
    </Stack>
  );
}
