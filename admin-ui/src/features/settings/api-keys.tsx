import { Badge, Button, Group, Modal, Stack, TagsInput, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { CopyField } from '../../ui/copy-field';
import { DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Empty, Failure } from '../../ui/state-view';
import { type ApiKey, apiKeysQuery, createApiKey, revokeApiKey } from './settings.api';

/** What a PMS usually needs; others can be typed. */
const SUGGESTED = ['payments:read', 'payments:write', 'events:write', 'webhooks:read'];

export function ApiKeys(): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [isAdding, { open, close }] = useDisclosure();
  const query = useInfiniteQuery(apiKeysQuery());
  const add = canChange && <Button onClick={open}>{t('keys.new')}</Button>;
  return (
    <Stack>
      <Group justify="end">{add}</Group>
      <DataList
        query={query}
        label={t('settings.keys')}
        empty={<Empty text={t('keys.empty')} action={add} />}
        columns={[
          { title: t('keys.key'), cell: (item) => `${item.name} (${item.prefix}…)` },
          { title: t('keys.scopes'), cell: (item) => item.scopes.join(', ') },
          {
            title: t('keys.last_used'),
            cell: (item) =>
              item.last_used_at === null ? t('keys.never') : <Moment at={item.last_used_at} />,
            isOnCard: true,
          },
          {
            title: '',
            align: 'right',
            isOnCard: true,
            cell: (item) => <RevokeButton apiKey={item} canChange={canChange} />,
          },
        ]}
      />
      <Modal opened={isAdding} onClose={close} title={t('keys.new')}>
        {isAdding && <KeyForm done={close} />}
      </Modal>
    </Stack>
  );
}

function RevokeButton({
  apiKey,
  canChange,
}: {
  readonly apiKey: ApiKey;
  readonly canChange: boolean;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure();
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  if (apiKey.revoked_at !== null) return <Badge color="gray">{t('keys.revoked')}</Badge>;
  if (!canChange) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('keys.revoke')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        close={close}
        title={t('keys.revoke.title', { name: apiKey.name })}
        text={t('keys.revoke.text')}
        confirm={t('keys.revoke')}
        isPending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate()}
      />
    </>
  );
}

function KeyForm({ done }: { readonly done: () => void }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(SUGGESTED);
  const create = useMutation({
    mutationFn: () => createApiKey({ name, scopes }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (create.data) {
    return (
      <Stack>
        <CopyField label={t('keys.shown_once')} value={create.data.key} />
        <Group justify="end">
          <Button onClick={done}>{t('action.close')}</Button>
        </Group>
      </Stack>
    );
  }
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('keys.name')}
          required
          maxLength={100}
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
        />
        <TagsInput label={t('keys.scopes')} data={SUGGESTED} value={scopes} onChange={setScopes} />
        {create.error && <Failure error={create.error} />}
        <Group justify="end">
          <Button variant="default" onClick={done}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('keys.new')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
