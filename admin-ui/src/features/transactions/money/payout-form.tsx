import { Alert, Button, FileInput, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../../lib/i18n';
import { useErrorText } from '../../../ui/state-view';
import { cancelPayout, completePayout, type PayoutTask } from './money.api';
import { type Attachment, isFitting, PROOF_TYPES, readProof } from './proof-file';

/** The proof of a transfer, or why there will be none. */
export function PayoutForm({ task }: { readonly task: PayoutTask }): ReactNode {
  const { t } = useTexts();
  const [isCancelling, setCancelling] = useState(false);
  return (
    <Stack>
      {isCancelling ? <CancelForm task={task} /> : <ProofForm task={task} />}
      <Group>
        <Button size="xs" variant="subtle" onClick={() => setCancelling(!isCancelling)}>
          {t(isCancelling ? 'payouts.rather_complete' : 'payouts.rather_cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

function useRenew(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ['payouts', 'payments'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    );
}

function ProofForm({ task }: { readonly task: PayoutTask }): ReactNode {
  const { t } = useTexts();
  const renew = useRenew();
  const [reference, setReference] = useState('');
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const isTooLarge = file !== null && !isFitting(file);
  const complete = useMutation({
    mutationFn: async () => {
      const attachment: Attachment | undefined = file ? await readProof(file) : undefined;
      const words = note.trim();
      return completePayout(task.id, {
        reference: reference.trim(),
        ...(words !== '' && { note: words }),
        ...(attachment && { attachment }),
      });
    },
    onSuccess: renew,
  });
  return (
    <Stack>
      <TextInput
        label={t('payouts.proof.reference')}
        description={t('payouts.proof.reference.help')}
        value={reference}
        maxLength={100}
        onChange={({ currentTarget }) => setReference(currentTarget.value)}
      />
      <FileInput
        label={t('payouts.proof.attach')}
        placeholder={t('payouts.proof.choose')}
        accept={PROOF_TYPES.join(',')}
        clearable
        value={file}
        onChange={setFile}
        error={isTooLarge ? t('payouts.proof.too_large') : undefined}
      />
      <Textarea
        label={t('payouts.proof.note')}
        value={note}
        maxLength={500}
        autosize
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {complete.error && <FormFailure error={complete.error} />}
      <Button
        loading={complete.isPending}
        disabled={reference.trim() === '' || isTooLarge}
        onClick={() => complete.mutate()}
      >
        {t('payouts.complete')}
      </Button>
    </Stack>
  );
}

function CancelForm({ task }: { readonly task: PayoutTask }): ReactNode {
  const { t } = useTexts();
  const renew = useRenew();
  const [reason, setReason] = useState('');
  const cancel = useMutation({
    mutationFn: () => cancelPayout(task.id, reason.trim()),
    onSuccess: renew,
  });
  return (
    <Stack>
      <Textarea
        label={t('payouts.cancel.reason')}
        description={t('payouts.cancel.help')}
        value={reason}
        maxLength={500}
        autosize
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {cancel.error && <FormFailure error={cancel.error} />}
      <Button
        color="red"
        loading={cancel.isPending}
        disabled={reason.trim() === ''}
        onClick={() => cancel.mutate()}
      >
        {t('payouts.cancel', { order: task.order_id })}
      </Button>
    </Stack>
  );
}

function FormFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
