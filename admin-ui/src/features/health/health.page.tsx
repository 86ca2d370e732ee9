import { Alert, Button, Group, SegmentedControl, Stack, Title } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { isShown } from '../../lib/property';
import { providersQuery } from '../../lib/providers.api';
import { Empty, QueryView } from '../../ui/state-view';
import { type Window, WINDOWS } from './choices';
import { Course } from './course';
import { alertsQuery, healthQuery } from './health.api';
import { ProviderRows, type ShownProvider } from './provider-rows';

const route = getRouteApi('/shell/health/');

/** Charts over all providers, and the same for each of them. */
export function HealthPage(): ReactNode {
  const { t } = useTexts();
  const { window = '24h', provider } = route.useSearch();
  const navigate = route.useNavigate();
  const health = useQuery(healthQuery(window));
  const providers = useQuery(providersQuery);
  const show = (change: { window?: Window; provider?: string | undefined }): void =>
    void navigate({ search: (search) => ({ ...search, ...change }), replace: true });
  return (
    <Stack gap="lg">
      <OpenAlerts />
      <SegmentedControl
        aria-label={t('health.window')}
        data={WINDOWS.map((value) => ({ value, label: t(`health.window.${value}`) }))}
        value={window}
        onChange={(value) => show({ window: value })}
        style={{ alignSelf: 'start', maxWidth: '100%' }}
      />
      <QueryView query={health}>
        {({ items }) => {
          const shown = items.flatMap((item): ShownProvider[] => {
            const known = providers.data?.find(({ id }) => id === item.id);
            return known && isShown(known) ? [{ health: item, provider: known }] : [];
          });
          if (items.length === 0) return <NoProviders />;
          return (
            <Stack gap="xl">
              <Stack gap="sm" component="section">
                <Title order={2} size="h4">
                  {t('health.all')}
                </Title>
                <Course
                  window={window}
                  nameOf={(id) => items.find((item) => item.id === id)?.name ?? id}
                />
              </Stack>
              <Stack gap="sm" component="section">
                <Title order={2} size="h4">
                  {t('health.providers')}
                </Title>
                <ProviderRows
                  items={shown}
                  window={window}
                  opened={provider}
                  open={(id) => show({ provider: id })}
                />
              </Stack>
            </Stack>
          );
        }}
      </QueryView>
    </Stack>
  );
}

/** What cannot wait stands above every chart. */
function OpenAlerts(): ReactNode {
  const { t } = useTexts();
  const { data } = useInfiniteQuery(alertsQuery({ status: 'open' }));
  const open = data?.pages[0]?.items ?? [];
  if (open.length === 0) return null;
  const isUrgent = open.some(({ severity }) => severity === 'critical');
  return (
    <Alert color={isUrgent ? 'red' : 'yellow'} variant="light">
      <Group justify="space-between" gap="xs">
        {t('alerts.open_count', { count: open.length })}
        <Button component={Link} to="/health/alerts" size="xs" variant="default">
          {t('alerts.see')}
        </Button>
      </Group>
    </Alert>
  );
}

function NoProviders(): ReactNode {
  const { t } = useTexts();
  return (
    <Empty
      text={t('health.empty')}
      action={
        <Button component={Link} to="/integrations/new">
          {t('health.connect')}
        </Button>
      }
    />
  );
}
