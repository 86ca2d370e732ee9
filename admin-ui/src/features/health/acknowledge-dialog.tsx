import { Alert as Box, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { useErrorText } from '../../ui/state-view';
import { acknowledgeAlert, type Alert } from './health.api';

const MAX_NOTE = 500;

/** Tells the others that somebody looks after it, and what is being done. */
export function AcknowledgeDialog({
  alert,
  isOpen,
  close,
}: {
  readonly alert: Alert;
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const acknowledge = useMutation({
    mutationFn: () => acknowledgeAlert(alert.id, note.trim()),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  return (
    <Modal opened={isOpen} onClose={close} title={t('alerts.acknowledge')}>
      <Stack>
        <Text size="sm">{t('alerts.acknowledge.text')}</Text>
        <Textarea
          label={t('alerts.note')}
          placeholder={t('alerts.note.placeholder')}
          value={note}
          maxLength={MAX_NOTE}
          autosize
          minRows={2}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {acknowledge.error && <Refusal error={acknowledge.error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('action.back')}
          </Button>
          <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
            {t('alerts.acknowledge')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Refusal({ error }: { readonly error: Error }): ReactNode {
  return (
    <Box color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Box>
  );
}
