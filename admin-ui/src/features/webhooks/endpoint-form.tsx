import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { CopyField } from '../../ui/copy-field';
import { Failure } from '../../ui/state-view';
import { createEndpoint } from './webhooks.api';

export function EndpointForm({ done }: { readonly done: () => void }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState('payment.*');
  const create = useMutation({
    mutationFn: () =>
      createEndpoint({ url: url.trim(), events: events.split(/[\s,]+/).filter(Boolean) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['endpoints'] }),
  });
  if (create.data) {
    return (
      <Stack>
        <CopyField label={t('webhooks.out.secret')} value={create.data.secret} />
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
  const { error } = create;
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('webhooks.out.url')}
          placeholder="https://pms.example.com/kunci"
          required
          value={url}
          error={error instanceof ApiError ? error.of('url') : undefined}
          onChange={({ currentTarget: { value } }) => setUrl(value)}
        />
        <Textarea
          label={t('webhooks.out.events')}
          autosize
          minRows={2}
          required
          value={events}
          onChange={({ currentTarget: { value } }) => setEvents(value)}
        />
        {error && <Failure error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={done}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
