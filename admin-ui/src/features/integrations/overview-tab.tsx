import {
  Box,
  Code,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { count, percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { useVendorHelp } from '../../lib/vendor-help';
import { VendorError } from '../../ui/vendor-error';
import { Moment } from '../../ui/moment';
import { Empty, QueryView } from '../../ui/state-view';
import { Sparkline } from '../../ui/sparkline';
import {
  healthQuery,
  type IntegrationLogAnswer,
  type ProviderHealth,
  recentFailuresQuery,
  seriesQuery,
  type Window,
} from './integrations.api';
import { ProviderActions } from './provider-actions';
import type { TabProps } from './provider.page';

const WINDOWS: readonly Window[] = ['1h', '24h', '7d', '30d'];

/** How it does, what went wrong last, and what can be done about it. */
export function OverviewTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [window, setWindow] = useState<Window>('24h');
  const health = useQuery(healthQuery(window));
  return (
    <Stack gap="lg">
      <SegmentedControl
        aria-label={t('window.label')}
        data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
        value={window}
        onChange={(value) => setWindow(value)}
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
  const facts = useFacts(health);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="sm">
        {facts.map(([name, value]) => (
          <Paper key={name} withBorder p="sm">
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            <Text fw={600} size="lg">
              {value}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      {rate !== null && (
        <Paper withBorder p="sm">
          <Text size="xs" c="dimmed">
            {t('figures.over_time')}
          </Text>
          <Box style={{ overflow: 'hidden' }}>
            <Sparkline
              values={series.data?.map((point) => point.success_rate) ?? []}
              width={1_000}
              height={60}
            />
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
    [t('figures.calls'), count(health?.calls ?? 0, language)],
    [t('figures.success'), rate === null ? '–' : percent(rate, language)],
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
            <Empty text={t('failures.none')} />
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
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Code>{log.action}</Code>
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
