import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';
import { useErrorText } from './state-view';

/** Asks before something is destroyed; title and button name the thing. */
export function ConfirmDialog({
  isOpen,
  close,
  title,
  text,
  confirm,
  isPending,
  error,
  onConfirm,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        <Text size="sm">{text}</Text>
        {error && <DialogFailure error={error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('action.back')}
          </Button>
          <Button color="red" loading={isPending} onClick={onConfirm}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function DialogFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
