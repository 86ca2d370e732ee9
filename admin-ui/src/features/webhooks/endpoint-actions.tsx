import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { AskDialog } from './ask-dialog';
import { EndpointForm } from './endpoint-form';
import { EndpointTest } from './endpoint-test';
import { SecretOnce } from './secret-once';
import {
  type Endpoint,
  removeEndpoint,
  rotateEndpointSecret,
  updateEndpoint,
} from './webhooks.api';

type Asked = 'test' | 'edit' | 'pause' | 'rotate' | 'remove';

/** What can be done with an address; each asks in a dialog of its own. */
export function EndpointActions({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  const isOff = endpoint.status === 'disabled';
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => setAsked('test')}>
        {t('endpoint.test')}
      </Button>
      <Button variant="default" onClick={() => setAsked('edit')}>
        {t('endpoint.edit')}
      </Button>
      {isOff ? (
        <Activate endpoint={endpoint} />
      ) : (
        <Button variant="default" onClick={() => setAsked('pause')}>
          {t('endpoint.pause')}
        </Button>
      )}
      <Button variant="default" onClick={() => setAsked('rotate')}>
        {t('endpoint.rotate')}
      </Button>
      <Button variant="outline" color="red" onClick={() => setAsked('remove')}>
        {t('endpoint.remove')}
      </Button>
      <Modal
        closeButtonProps={{ 'aria-label': t('action.close') }}
        opened={asked === 'test'}
        onClose={close}
        title={t('endpoint.test')}
        size="lg"
      >
        {asked === 'test' && <EndpointTest endpoint={endpoint} />}
      </Modal>
      <Modal
        closeButtonProps={{ 'aria-label': t('action.close') }}
        opened={asked === 'edit'}
        onClose={close}
        title={t('endpoint.edit')}
        size="lg"
      >
        {asked === 'edit' && <EndpointForm endpoint={endpoint} done={close} />}
      </Modal>
      <Modal
        closeButtonProps={{ 'aria-label': t('action.close') }}
        opened={asked === 'rotate'}
        onClose={close}
        title={t('endpoint.rotate')}
        size="lg"
      >
        {asked === 'rotate' && <Rotation endpoint={endpoint} close={close} />}
      </Modal>
      <Pause endpoint={endpoint} isAsked={asked === 'pause'} close={close} />
      <Removal endpoint={endpoint} isAsked={asked === 'remove'} close={close} />
    </Group>
  );
}

export const hostOf = (url: string): string => new URL(url).host;

interface DialogProps {
  readonly endpoint: Endpoint;
  readonly isAsked: boolean;
  readonly close: () => void;
}

function useChange<T>(work: () => Promise<T>, then: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
      await queries.invalidateQueries({ queryKey: ['deliveries'] });
      then();
    },
  });
}

function Activate({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const work = useChange(
    () => updateEndpoint(endpoint.id, { status: 'enabled' }),
    () => undefined,
  );
  return (
    <Button loading={work.isPending} onClick={() => work.mutate()}>
      {t('endpoint.activate')}
    </Button>
  );
}

function Pause({ endpoint, isAsked, close }: DialogProps): ReactNode {
  const { t } = useTexts();
  const work = useChange(() => updateEndpoint(endpoint.id, { status: 'disabled' }), close);
  return (
    <AskDialog
      isOpen={isAsked}
      close={close}
      title={t('endpoint.pause.title', { host: hostOf(endpoint.url) })}
      text={t('endpoint.pause.text')}
      confirm={t('endpoint.pause')}
      work={work}
    />
  );
}

function Removal({ endpoint, isAsked, close }: DialogProps): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const host = hostOf(endpoint.url);
  const queries = useQueryClient();
  const work = useMutation({
    mutationFn: () => removeEndpoint(endpoint.id),
    onSuccess: async () => {
      await navigate({ to: '/webhooks', search: { tab: 'out' } });
      queries.removeQueries({ queryKey: ['endpoints', 'one', endpoint.id] });
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
    },
  });
  return (
    <ConfirmDialog
      isOpen={isAsked}
      close={close}
      title={t('endpoint.remove.title', { host })}
      text={t('endpoint.remove.text')}
      confirm={t('endpoint.remove.confirm', { host })}
      isPending={work.isPending}
      error={work.error}
      onConfirm={() => work.mutate()}
    />
  );
}

const OVERLAPS = ['0', '1', '24', '72', '168'] as const;

function Rotation({
  endpoint,
  close,
}: {
  readonly endpoint: Endpoint;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  const [hours, setHours] = useState<(typeof OVERLAPS)[number]>('24');
  const [isShown, shown] = useDisclosure();
  const work = useChange(() => rotateEndpointSecret(endpoint.id, Number(hours)), shown.open);
  if (isShown && work.data) return <SecretOnce secret={work.data.secret} close={close} />;
  return (
    <Stack>
      <Text size="sm">{t('endpoint.rotate.text')}</Text>
      <Select
        label={t('endpoint.rotate.overlap')}
        description={t('endpoint.rotate.overlap.help')}
        data={OVERLAPS.map((value) => ({ value, label: t(`endpoint.rotate.overlap.${value}`) }))}
        value={hours}
        allowDeselect={false}
        onChange={(value) => setHours(OVERLAPS.find((one) => one === value) ?? '24')}
      />
      {work.error && (
        <Text size="sm" c="red" role="alert">
          {work.error.message}
        </Text>
      )}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.back')}
        </Button>
        <Button loading={work.isPending} onClick={() => work.mutate()}>
          {t('endpoint.rotate')}
        </Button>
      </Group>
    </Stack>
  );
}
