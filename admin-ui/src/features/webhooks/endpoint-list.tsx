import { Alert, Badge, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { CopyField } from '../../ui/copy-field';
import { DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Empty, Failure } from '../../ui/state-view';
import { EndpointForm } from './endpoint-form';
import {
  type Endpoint,
  endpointsQuery,
  removeEndpoint,
  rotateEndpointSecret,
  testEndpoint,
  updateEndpoint,
} from './webhooks.api';

export function EndpointList(): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [isAdding, { open, close }] = useDisclosure();
  const query = useInfiniteQuery(endpointsQuery());
  const add = canChange && <Button onClick={open}>{t('webhooks.out.add')}</Button>;
  return (
    <Stack>
      <Group justify="end">{add}</Group>
      <DataList
        query={query}
        label={t('webhooks.out')}
        empty={<Empty text={t('webhooks.out.empty')} action={add} />}
        columns={[
          {
            title: t('webhooks.out.url'),
            cell: (item) => (
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {item.url}
              </Text>
            ),
          },
          { title: t('webhooks.delivery.event'), cell: (item) => item.events.join(', ') },
          {
            title: t('payments.status'),
            cell: (item) => <EndpointState endpoint={item} />,
            isOnCard: true,
          },
          {
            title: '',
            cell: (item) => canChange && <EndpointMenu endpoint={item} />,
            align: 'right',
            isOnCard: true,
          },
        ]}
      />
      <Modal opened={isAdding} onClose={close} title={t('webhooks.out.add')}>
        {isAdding && <EndpointForm done={close} />}
      </Modal>
    </Stack>
  );
}

function EndpointState({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const isOff = endpoint.status === 'disabled';
  return (
    <Group gap={6}>
      <Badge
        color={isOff ? 'gray' : endpoint.failing_since ? 'yellow' : 'teal'}
        variant="light"
        tt="none"
      >
        {t(isOff ? 'status.off' : endpoint.failing_since ? 'status.degraded' : 'status.healthy')}
      </Badge>
      {endpoint.parked_count > 0 && (
        <Text size="xs">{t('webhooks.out.parked', { count: endpoint.parked_count })}</Text>
      )}
      {endpoint.failing_since !== null && <Moment at={endpoint.failing_since} />}
    </Group>
  );
}

function EndpointMenu({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [isRemoving, removeDialog] = useDisclosure();
  const [result, setResult] = useState<ReactNode>();
  const renew = (): Promise<void> => queries.invalidateQueries({ queryKey: ['endpoints'] });
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: renew,
  });
  const remove = useMutation({
    mutationFn: () => removeEndpoint(endpoint.id),
    onSuccess: renew,
  });
  const isOff = endpoint.status === 'disabled';
  const send = async (): Promise<void> => {
    const { response_status, error } = await testEndpoint(endpoint.id);
    setResult(error ?? t('webhooks.out.test.ok', { status: response_status ?? '' }));
  };
  const rotate = async (): Promise<void> => {
    const { secret } = await rotateEndpointSecret(endpoint.id);
    setResult(<CopyField label={t('webhooks.out.secret')} value={secret} />);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="xs" loading={act.isPending}>
            {t('app.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => act.mutate(send)}>{t('webhooks.out.test')}</Menu.Item>
          <Menu.Item onClick={() => act.mutate(rotate)}>{t('webhooks.out.rotate')}</Menu.Item>
          <Menu.Item
            onClick={() =>
              act.mutate(() =>
                updateEndpoint(endpoint.id, { status: isOff ? 'enabled' : 'disabled' }),
              )
            }
          >
            {t(isOff ? 'webhooks.out.enable' : 'webhooks.out.disable')}
          </Menu.Item>
          <Menu.Item color="red" onClick={removeDialog.open}>
            {t('webhooks.out.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={result !== undefined || act.error !== null}
        onClose={() => {
          setResult(undefined);
          act.reset();
        }}
        title={new URL(endpoint.url).host}
      >
        {act.error ? <Failure error={act.error} /> : <Alert color="teal">{result}</Alert>}
      </Modal>
      <ConfirmDialog
        isOpen={isRemoving}
        close={removeDialog.close}
        title={t('webhooks.out.remove.title', { host: new URL(endpoint.url).host })}
        text={t('webhooks.out.remove.text')}
        confirm={t('webhooks.out.remove')}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
