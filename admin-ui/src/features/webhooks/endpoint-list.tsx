import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Empty } from '../../ui/state-view';
import { EndpointForm } from './endpoint-form';
import { EndpointState } from './state-word';
import { type Endpoint, endpointsQuery } from './webhooks.api';

/** Where the hub sends what happens in the hotel. */
export function EndpointList(): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const navigate = useNavigate();
  const [isAdding, { open, close }] = useDisclosure();
  const query = useInfiniteQuery(endpointsQuery());
  const add = canChange && <Button onClick={open}>{t('endpoint.add')}</Button>;
  const isEmpty = query.data?.pages[0]?.items.length === 0;
  return (
    <Stack>
      {!isEmpty && <Group justify="end">{add}</Group>}
      <DataList
        query={query}
        label={t('webhooks.out')}
        onOpen={({ id }) => void navigate({ to: '/webhooks/out/$id', params: { id } })}
        empty={<Empty text={t('endpoint.empty')} action={add} />}
        columns={[
          { title: t('endpoint.url'), cell: (item) => <Address endpoint={item} /> },
          { title: t('endpoint.events'), cell: (item) => <Events endpoint={item} /> },
          { title: t('endpoint.state'), cell: (item) => <State endpoint={item} />, isOnCard: true },
          {
            title: t('endpoint.day'),
            cell: (item) => <DaySuccess endpoint={item} />,
            align: 'right',
            isOnCard: true,
          },
        ]}
      />
      <Modal
        closeButtonProps={{ 'aria-label': t('action.close') }}
        opened={isAdding}
        onClose={close}
        title={t('endpoint.add')}
        size="lg"
      >
        {isAdding && <EndpointForm done={close} />}
      </Modal>
    </Stack>
  );
}

function Address({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  return (
    <div>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {endpoint.url}
      </Text>
      {endpoint.description !== null && (
        <Text size="sm" c="dimmed" fw={400}>
          {endpoint.description}
        </Text>
      )}
    </div>
  );
}

function Events({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  return (
    <Text size="sm" lineClamp={2}>
      {endpoint.events.includes('*') ? t('endpoint.events.all') : endpoint.events.join(', ')}
    </Text>
  );
}

function State({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const since = endpoint.disabled_at ?? endpoint.failing_since;
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <EndpointState endpoint={endpoint} />
        {since !== null && <Moment at={since} />}
      </Group>
      {endpoint.parked_count > 0 && (
        <Text size="xs">{t('endpoint.parked', { count: endpoint.parked_count })}</Text>
      )}
      {endpoint.dead_count > 0 && (
        <Text size="xs">{t('endpoint.dead', { count: endpoint.dead_count })}</Text>
      )}
    </Stack>
  );
}

/** What arrived in the last day, of what was tried. */
export function DaySuccess({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t, language } = useTexts();
  const { delivered, failed } = endpoint.last_day;
  const total = delivered + failed;
  return (
    <Text size="sm" component="span">
      {total === 0 ? t('endpoint.day.none') : percent(delivered / total, language)}
    </Text>
  );
}
