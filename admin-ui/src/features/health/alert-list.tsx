import { Alert as Box, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Moment } from '../../ui/moment';
import { Empty, Failure, SkeletonLines } from '../../ui/state-view';
import { acknowledgeAlert, type Alert, alertsQuery, resolveAlert } from './health.api';

/** What is open or being looked after, the newest first. */
export function AlertList(): ReactNode {
  const { t } = useTexts();
  const query = useInfiniteQuery(alertsQuery({}));
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={2} />;
  const open = query.data.pages
    .flatMap((page) => page.items)
    .filter(({ status }) => status !== 'resolved');
  if (open.length === 0) return <Empty text={t('alerts.empty')} />;
  return (
    <Stack gap="sm">
      {open.map((alert) => (
        <AlertBox key={alert.id} alert={alert} />
      ))}
    </Stack>
  );
}

function AlertBox({ alert }: { readonly alert: Alert }): ReactNode {
  const { t, pick } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (work: (id: string) => Promise<Alert>) => work(alert.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
  return (
    <Box color={alert.severity === 'critical' ? 'red' : 'yellow'} variant="light">
      <Stack gap={6}>
        <Text size="sm">{pick(alert.message)}</Text>
        <Group gap="sm">
          <Moment at={alert.raised_at} />
          {alert.acknowledged_by !== null && (
            <Text size="sm">{t('alerts.acknowledged', { name: alert.acknowledged_by })}</Text>
          )}
          {canChange && alert.status === 'open' && (
            <Button size="xs" variant="default" onClick={() => act.mutate(acknowledgeAlert)}>
              {t('alerts.acknowledge')}
            </Button>
          )}
          {canChange && (
            <Button size="xs" variant="default" onClick={() => act.mutate(resolveAlert)}>
              {t('alerts.resolve')}
            </Button>
          )}
        </Group>
      </Stack>
    </Box>
  );
}
