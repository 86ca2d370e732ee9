import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { eraseGuest, type Erasure, type Guest } from './guests.api';

/** Asks why, and to type what the guest was found by: what is erased does not come back. */
export function GuestErasure({
  guest,
  word,
  done,
  onErased,
}: {
  readonly guest: Guest;
  readonly word: string;
  readonly done: () => void;
  readonly onErased: (erasure: Erasure) => void;
}): ReactNode {
  const { t } = useTexts();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const erase = useMutation({
    mutationFn: () => eraseGuest({ ...guest, reason, preview: false }),
    onSuccess: onErased,
  });
  const { error } = erase;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    erase.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('guests.erase.text')}</Text>
      <TextInput
        label={t('guests.erase.reason')}
        description={t('guests.erase.reason.help')}
        required
        maxLength={300}
        value={reason}
        error={error instanceof ApiError ? error.of('reason') : undefined}
        onChange={({ currentTarget: { value } }) => setReason(value)}
        data-autofocus
      />
      <TextInput
        label={t('guests.erase.type', { word })}
        required
        autoComplete="off"
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
      {error && <Failure error={error} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.back')}
        </Button>
        <Button
          type="submit"
          color="red"
          loading={erase.isPending}
          disabled={typed.trim() !== word || reason.trim() === ''}
        >
          {t('guests.erase')}
        </Button>
      </Group>
    </Stack>
  );
}
