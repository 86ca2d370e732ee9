import { Button, Center, SegmentedControl, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty, Failure, SkeletonLines } from '../../ui/state-view';
import { AlertCard } from './alert-card';
import { ALERT_FILTERS, type AlertFilter } from './choices';
import { alertsQuery } from './health.api';

const route = getRouteApi('/shell/health/alerts');

/** What needs a look now, and what needed one. */
export function AlertsPage(): ReactNode {
  const { t } = useTexts();
  const { status = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (next: AlertFilter): void =>
    void navigate({ search: { status: next }, replace: true });
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('alerts.filter')}
        data={ALERT_FILTERS.map((value) => ({ value, label: t(`alerts.filter.${value}`) }))}
        value={status}
        onChange={(value) => show(value)}
        style={{ alignSelf: 'start', maxWidth: '100%' }}
      />
      <Alerts status={status} showAll={() => show('all')} />
    </Stack>
  );
}

function Alerts({
  status,
  showAll,
}: {
  readonly status: AlertFilter;
  readonly showAll: () => void;
}): ReactNode {
  const { t } = useTexts();
  const query = useInfiniteQuery(alertsQuery({ status: status === 'all' ? undefined : status }));
  if (query.isError && !query.data) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <SkeletonLines lines={3} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const isFiltered = status !== 'open' && status !== 'all';
    return isFiltered ? (
      <Empty
        text={t('list.no_result')}
        action={
          <Button variant="default" onClick={showAll}>
            {t('action.clear_filter')}
          </Button>
        }
      />
    ) : (
      <Empty text={t('alerts.empty')} />
    );
  }
  return (
    <Stack gap="sm">
      {items.map((alert) => (
        <AlertCard key={alert.id} alert={alert} />
      ))}
      {query.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('action.load_more')}
          </Button>
        </Center>
      )}
    </Stack>
  );
}
