import { Button, Select, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty } from '../../ui/state-view';
import { DeliveryTable } from './delivery-table';
import { hostOf } from './endpoint-actions';
import { useEventWords } from './event-words';
import { ClearFilter } from './webhook-log-filters';
import { DELIVERY_STATUSES, type WebhookSearch } from './webhook-search';
import { allEndpointsQuery, eventTypesQuery } from './webhooks.api';

/** Everything that was sent to the hotel's own systems. */
export function DeliveryList(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ from: '/shell/webhooks' });
  const { endpoint, delivery, event } = search;
  const isFiltered = [endpoint, delivery, event].some((value) => value !== undefined);
  return (
    <Stack>
      <Filters search={search} />
      <DeliveryTable
        key={[endpoint, delivery, event].join()}
        filter={{ endpoint_id: endpoint, status: delivery, event }}
        empty={
          <Empty
            text={t(isFiltered ? 'list.no_result' : 'delivery.empty')}
            action={isFiltered ? <ClearFilter tab="deliveries" /> : <ToReceivers />}
          />
        }
      />
    </Stack>
  );
}

function ToReceivers(): ReactNode {
  const { t } = useTexts();
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link {...props} to="/webhooks" search={{ tab: 'out' }} />}
    >
      {t('delivery.empty.receivers')}
    </Button>
  );
}

function Filters({ search }: { readonly search: WebhookSearch }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const endpoints = useQuery(allEndpointsQuery);
  const kinds = useQuery(eventTypesQuery);
  const wordsOf = useEventWords();
  const change = (next: Partial<WebhookSearch>): void =>
    void navigate({ to: '/webhooks', search: { ...search, ...next }, replace: true });
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
      <Select
        label={t('endpoint.url')}
        placeholder={t('filter.all')}
        clearable
        data={(endpoints.data ?? []).map(({ id, url }) => ({ value: id, label: hostOf(url) }))}
        value={search.endpoint ?? null}
        onChange={(value) => change({ endpoint: value ?? undefined })}
      />
      <Select
        label={t('endpoint.state')}
        placeholder={t('filter.all')}
        clearable
        data={DELIVERY_STATUSES.map((value) => ({ value, label: t(`delivery.status.${value}`) }))}
        value={search.delivery ?? null}
        onChange={(value) => change({ delivery: value ?? undefined })}
      />
      <Select
        label={t('delivery.event')}
        placeholder={t('filter.all')}
        clearable
        searchable
        data={(kinds.data ?? []).map(({ event }) => ({ value: event, label: wordsOf(event) }))}
        value={search.event ?? null}
        onChange={(value) => change({ event: value ?? undefined })}
      />
    </SimpleGrid>
  );
}
