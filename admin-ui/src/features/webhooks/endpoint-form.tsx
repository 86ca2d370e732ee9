import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { EventPicker } from './event-picker';
import { SecretOnce } from './secret-once';
import { createEndpoint, type Endpoint, type EndpointSecret, updateEndpoint } from './webhooks.api';

interface Draft {
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
}

/** Adds an address, or changes one; a new one shows its secret at the end. */
export function EndpointForm({
  endpoint,
  done,
}: {
  readonly endpoint?: Endpoint;
  readonly done: () => void;
}): ReactNode {
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const save = useMutation({
    mutationFn: (draft: Draft): Promise<Endpoint | EndpointSecret> =>
      endpoint ? change(endpoint.id, draft) : create(draft),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
      await queries.invalidateQueries({ queryKey: ['event-types'] });
      if ('secret' in saved) setSecret(saved.secret);
      else done();
    },
  });
  if (secret !== undefined) return <SecretOnce secret={secret} close={done} />;
  return (
    <Fields
      first={endpoint}
      error={save.error}
      isPending={save.isPending}
      submit={(draft) => save.mutate(draft)}
      cancel={done}
    />
  );
}

const create = ({ url, description, events }: Draft): Promise<EndpointSecret> =>
  createEndpoint({ url, events: [...events], ...(description !== '' && { description }) });

const change = (id: string, { url, description, events }: Draft): Promise<Endpoint> =>
  updateEndpoint(id, {
    url,
    events: [...events],
    description: description === '' ? null : description,
  });

function Fields({
  first,
  error,
  isPending,
  submit,
  cancel,
}: {
  readonly first: Endpoint | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly submit: (draft: Draft) => void;
  readonly cancel: () => void;
}): ReactNode {
  const { t } = useTexts();
  const [url, setUrl] = useState(first?.url ?? '');
  const [description, setDescription] = useState(first?.description ?? '');
  const [events, setEvents] = useState<readonly string[]>(first?.events ?? ['payment.*']);
  const [isMissing, setMissing] = useState(false);
  const problem = (field: string): string | undefined =>
    error instanceof ApiError ? error.of(field) : undefined;
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setMissing(events.length === 0);
    if (events.length > 0) submit({ url: url.trim(), description: description.trim(), events });
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <TextInput
          label={t('endpoint.url')}
          description={t('endpoint.url.help')}
          placeholder="https://pms.example.com/kunci"
          type="url"
          required
          value={url}
          error={problem('url')}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <TextInput
          label={t('endpoint.description')}
          placeholder={t('endpoint.description.example')}
          maxLength={500}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <EventPicker
          chosen={events}
          change={setEvents}
          error={isMissing && events.length === 0 ? t('endpoint.events.none') : problem('events')}
        />
        {error && <Failure error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={cancel}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {t('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
