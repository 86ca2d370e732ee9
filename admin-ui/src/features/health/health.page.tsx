import { SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { count, percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import { Page } from '../../ui/page';
import { Empty, QueryView } from '../../ui/state-view';
import { type Condition, StatusDot } from '../../ui/status-dot';
import { AlertList } from './alert-list';
import { healthQuery, type ProviderHealth, type Window, WINDOWS } from './health.api';

export function HealthPage(): ReactNode {
  const { t } = useTexts();
  const [window, setWindow] = useState<Window>('1h');
  const query = useQuery(healthQuery(window));
  return (
    <Page
      title={t('health.title')}
      intro={t('health.intro')}
      action={
        <SegmentedControl
          data={WINDOWS.map((value) => ({ value, label: t(`health.window.${value}`) }))}
          value={window}
          onChange={(value) => setWindow(value)}
        />
      }
    >
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? <Empty text={t('health.empty')} /> : <ProviderTable items={items} />
        }
      </QueryView>
      <Stack>
        <Title order={2} size="h4">
          {t('alerts.title')}
        </Title>
        <AlertList />
      </Stack>
    </Page>
  );
}

function ProviderTable({ items }: { readonly items: readonly ProviderHealth[] }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table verticalSpacing="xs" aria-label={t('health.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('health.provider')}</Table.Th>
            <Table.Th>{t('health.state')}</Table.Th>
            <Table.Th ta="right">{t('health.calls')}</Table.Th>
            <Table.Th ta="right">{t('health.success')}</Table.Th>
            <Table.Th ta="right">{t('health.latency')}</Table.Th>
            <Table.Th>{t('health.last_error')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.id}>
              <Table.Td>{item.name}</Table.Td>
              <Table.Td>
                <StatusDot condition={conditionOf(item)} />
              </Table.Td>
              <Table.Td ta="right">{count(item.calls, language)}</Table.Td>
              <Table.Td ta="right">
                {item.success_rate === null ? '–' : percent(item.success_rate, language)}
              </Table.Td>
              <Table.Td ta="right">
                {[item.p50_ms, item.p95_ms, item.p99_ms].map(milliseconds).join(' / ')}
              </Table.Td>
              <Table.Td>
                {item.last_error && (
                  <>
                    <Text size="sm" lineClamp={1}>
                      {item.last_error.message ?? item.last_error.kind}
                    </Text>
                    <Moment at={item.last_error.at} />
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const HEALTHY_SHARE = 0.95;

function conditionOf(item: ProviderHealth): Condition {
  if (!item.is_active) return 'off';
  if (item.breaker === 'open') return 'down';
  const isFailing = item.success_rate !== null && item.success_rate < HEALTHY_SHARE;
  return item.breaker === 'half_open' || isFailing ? 'degraded' : 'healthy';
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${Math.round(value)} ms`;
}
