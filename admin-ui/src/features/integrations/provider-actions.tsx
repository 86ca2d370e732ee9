import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { type ProviderAnswer, providersQuery } from '../../lib/providers.api';
import { presetQuery } from '../../lib/presets.api';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Failure } from '../../ui/state-view';
import {
  forceBreaker,
  healthQuery,
  pauseProvider,
  resumeProvider,
  testProvider,
} from './integrations.api';
import { type Successors, useArchive, usePrimaryFeatures } from './switch-active';
import { TakeOverForm } from './switch-off-dialog';
import { TestResult } from './test-result';

/** Test, pause, breaker, archive. */
export function ProviderActions({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h4">
        {t('actions.title')}
      </Title>
      <TestAction provider={provider} />
      <PauseAction provider={provider} />
      <BreakerAction provider={provider} />
      <ArchiveAction provider={provider} />
    </Stack>
  );
}

function useAct<T>(act: () => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['providers'] });
      await queries.invalidateQueries({ queryKey: ['health'] });
    },
  });
}

/** What one does every day, now and then, and hardly ever. */
const LOOKS = {
  main: { variant: 'filled' },
  plain: { variant: 'default' },
  destructive: { variant: 'light', color: 'red' },
} as const;

function Action({
  text,
  label,
  error,
  isPending,
  look = 'plain',
  run,
  children,
}: {
  readonly text: string;
  readonly label: string;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly look?: keyof typeof LOOKS;
  readonly run: () => void;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <Text size="sm" style={{ flex: '1 1 260px' }}>
            {text}
          </Text>
          <Button {...LOOKS[look]} loading={isPending} onClick={run}>
            {label}
          </Button>
        </Group>
        {error && <Failure error={error} />}
        {children}
      </Stack>
    </Paper>
  );
}

function TestAction({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  const test = useAct(() => testProvider(provider.id));
  const preset = useQuery({
    ...presetQuery(provider.preset_id ?? ''),
    enabled: provider.preset_id !== null,
  });
  return (
    <Action
      text={t('actions.test.text')}
      label={t('actions.test')}
      look="main"
      error={test.error}
      isPending={test.isPending}
      run={() => test.mutate()}
    >
      {test.data && <TestResult answer={test.data} presets={preset.data ? [preset.data] : []} />}
    </Action>
  );
}

function PauseAction({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  const isPaused = provider.paused !== null;
  const change = useAct(() => (isPaused ? resumeProvider : pauseProvider)(provider.id));
  return (
    <Action
      text={t(isPaused ? 'actions.resume.text' : 'actions.pause.text')}
      label={t(isPaused ? 'actions.resume' : 'actions.pause')}
      error={change.error}
      isPending={change.isPending}
      run={() => change.mutate()}
    />
  );
}

function BreakerAction({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  const health = useQuery(healthQuery('24h')).data?.find(({ id }) => id === provider.id);
  const isClosed = (health?.breaker ?? 'closed') === 'closed';
  const change = useAct(() => forceBreaker(provider.id, isClosed ? 'open' : 'closed'));
  return (
    <Action
      text={t(isClosed ? 'actions.cut.text' : 'actions.join.text')}
      label={t(isClosed ? 'actions.cut' : 'actions.join')}
      error={change.error}
      isPending={change.isPending}
      run={() => change.mutate()}
    />
  );
}

/** Who still is somebody's primary is archived only after a successor was chosen. */
function ArchiveAction({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  const [isAsking, { open, close }] = useDisclosure();
  const navigate = useNavigate();
  const archive = useArchive(provider);
  const primary = usePrimaryFeatures(provider.id);
  const siblings = useQuery(providersQuery).data ?? [];
  const { name } = provider;
  const confirm = (successors: Successors): void =>
    archive.mutate(successors, {
      onSuccess: () => void navigate({ to: '/integrations', search: {} }),
    });
  const shared = { close, isPending: archive.isPending, error: archive.error };
  return (
    <>
      <Action
        text={t('actions.archive.text')}
        label={t('actions.archive')}
        look="destructive"
        error={null}
        isPending={false}
        run={open}
      />
      <ConfirmDialog
        {...shared}
        isOpen={isAsking && primary.length === 0}
        title={t('archive.title', { name })}
        text={t('archive.text', { name })}
        confirm={t('archive.confirm', { name })}
        onConfirm={() => confirm(new Map())}
      />
      <Modal
        opened={isAsking && primary.length > 0}
        onClose={close}
        title={t('archive.first.title', { name })}
      >
        <TakeOverForm
          {...shared}
          provider={provider}
          features={primary}
          siblings={siblings}
          text={t('archive.first.text', { name })}
          confirm={t('archive.confirm', { name })}
          onConfirm={confirm}
        />
      </Modal>
    </>
  );
}
