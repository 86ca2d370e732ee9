import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Empty, Failure } from '../../ui/state-view';
import { deliveriesQuery, replayDeliveries } from './webhooks.api';

/** What was given up, to be sent again one by one or all at once. */
export function DeadLetters(): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const query = useInfiniteQuery(deliveriesQuery({ status: 'dead' }));
  const replay = useMutation({
    mutationFn: replayDeliveries,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  const shown = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack>
      {canChange && shown.length > 0 && (
        <Group justify="end">
          <Button
            variant="default"
            loading={replay.isPending}
            onClick={() => replay.mutate(shown.map(({ id }) => id))}
          >
            {t('webhooks.delivery.replay_all')}
          </Button>
        </Group>
      )}
      {replay.error && <Failure error={replay.error} />}
      <DataList
        query={query}
        label={t('webhooks.dead')}
        empty={<Empty text={t('webhooks.dead.empty')} />}
        columns={[
          { title: t('webhooks.delivery.event'), cell: (item) => item.event },
          {
            title: t('payments.status'),
            cell: (item) => (
              <Badge color="red" variant="light" tt="none">
                {t(`delivery.status.${item.status}`)}
              </Badge>
            ),
            isOnCard: true,
          },
          {
            title: t('health.last_error'),
            cell: (item) => (
              <Text size="sm" lineClamp={2}>
                {item.error}
              </Text>
            ),
          },
          { title: t('payments.created'), cell: (item) => <Moment at={item.created_at} /> },
          {
            title: '',
            align: 'right',
            isOnCard: true,
            cell: (item) =>
              canChange && (
                <Button size="xs" variant="default" onClick={() => replay.mutate([item.id])}>
                  {t('webhooks.delivery.replay')}
                </Button>
              ),
          },
        ]}
      />
    </Stack>
  );
}
