import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { Filter } from '../../lib/page-query';
import { useCanChange } from '../../lib/permissions';
import { type Column, DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { hostOf } from './endpoint-actions';
import { EventName } from './event-name';
import { ReplayDeliveries } from './replay-deliveries';
import { DeliveryState } from './state-word';
import { usePicks } from './use-picks';
import { allEndpointsQuery, deliveriesQuery, type Delivery } from './webhooks.api';

/** Deliveries, newest first; those that are over can be picked and sent again. */
export function DeliveryTable({
  filter,
  empty,
}: {
  readonly filter: Filter;
  readonly empty: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const canChange = useCanChange();
  const { picked, toggle, clear } = usePicks();
  const query = useInfiniteQuery(deliveriesQuery(filter));
  const columns = useColumns(filter['endpoint_id'] !== undefined);
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const ids = shown.filter(({ id }) => picked.has(id)).map(({ id }) => id);
  const [first, ...rest] = columns;
  const withPick = first && {
    ...first,
    cell: (item: Delivery): ReactNode => (
      <Group gap="sm" wrap="nowrap">
        <Checkbox
          checked={picked.has(item.id)}
          onChange={() => toggle(item.id)}
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
          aria-label={t('delivery.pick', { event: item.event, at: item.created_at })}
        />
        {first.cell(item)}
      </Group>
    ),
  };
  return (
    <Stack>
      {canChange && shown.length > 0 && (
        <Group gap="sm">
          <ReplayDeliveries
            label={
              ids.length === 0
                ? t('delivery.replay.none')
                : t('delivery.replay.picked', { count: ids.length })
            }
            host={t('delivery.replay.receivers')}
            body={{ ids }}
            isDisabled={ids.length === 0}
            done={clear}
          />
        </Group>
      )}
      <DataList
        query={query}
        label={t('webhooks.deliveries')}
        onOpen={({ id }) => void navigate({ to: '/webhooks/deliveries/$id', params: { id } })}
        empty={empty}
        columns={canChange && withPick ? [withPick, ...rest] : columns}
      />
    </Stack>
  );
}

/** Whose deliveries they are needs no saying where they are of one address. */
function useColumns(isOfOne: boolean): readonly Column<Delivery>[] {
  const { t } = useTexts();
  const endpoints = useQuery(allEndpointsQuery);
  const hostOfId = (id: string): string => {
    const endpoint = endpoints.data?.find((one) => one.id === id);
    if (endpoint) return hostOf(endpoint.url);
    return endpoints.data ? t('endpoint.gone') : '…';
  };
  return [
    {
      title: t('delivery.event'),
      cell: (item) => <EventName event={item.event} />,
    },
    ...(isOfOne
      ? []
      : [{ title: t('endpoint.url'), cell: (item: Delivery) => hostOfId(item.endpoint_id) }]),
    {
      title: t('endpoint.state'),
      cell: (item) => <DeliveryState status={item.status} />,
      isOnCard: true,
    },
    {
      title: t('delivery.why'),
      cell: (item) => (
        <Text size="sm" lineClamp={2}>
          {item.cause === null ? '–' : t(`cause.${item.cause}`)}
        </Text>
      ),
    },
    { title: t('delivery.attempts'), cell: (item) => item.attempt_count, align: 'right' },
    {
      title: t('delivery.created'),
      cell: (item) => <Moment at={item.created_at} />,
      align: 'right',
      isOnCard: true,
    },
  ];
}
