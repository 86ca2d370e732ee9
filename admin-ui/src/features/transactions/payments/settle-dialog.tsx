import { Alert, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useErrorText } from '../../../ui/state-view';
import { useRenewPayments } from './payment-actions';
import { type Refund, settleRefund } from './payments.api';

interface SettleProps {
  readonly refund: Refund;
  readonly close: () => void;
}

type Outcome = 'succeeded' | 'failed';

/** A refund of which the vendor tells nothing: a person asked, and says what came of it. */
export function SettleDialog({
  isOpen,
  ...props
}: SettleProps & { readonly isOpen: boolean }): ReactNode {
  const { t, language } = useTexts();
  const amount = money(props.refund.amount, props.refund.currency, language);
  return (
    <Modal opened={isOpen} onClose={props.close} title={t('refund.settle.title', { amount })}>
      {isOpen && <SettleForm {...props} />}
    </Modal>
  );
}

function SettleForm({ refund, close }: SettleProps): ReactNode {
  const { t } = useTexts();
  const renew = useRenewPayments();
  const [outcome, setOutcome] = useState<Outcome>();
  const [note, setNote] = useState('');
  const settle = useMutation({
    mutationFn: (end: Outcome) => settleRefund(refund, { outcome: end, note: note.trim() }),
    onSuccess: async () => {
      close();
      await renew();
    },
  });
  return (
    <Stack>
      <Text size="sm">{t('refund.settle.text')}</Text>
      <Radio.Group
        label={t('refund.settle.outcome')}
        value={outcome ?? null}
        onChange={(value) => setOutcome(value === 'failed' ? 'failed' : 'succeeded')}
      >
        <Stack gap="xs" mt={4}>
          <Radio value="succeeded" label={t('refund.settle.succeeded')} />
          <Radio value="failed" label={t('refund.settle.failed')} />
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('refund.settle.note')}
        value={note}
        maxLength={500}
        autosize
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {settle.error && <SettleFailure error={settle.error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.back')}
        </Button>
        <Button
          loading={settle.isPending}
          disabled={outcome === undefined || note.trim() === ''}
          onClick={() => outcome && settle.mutate(outcome)}
        >
          {t('action.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function SettleFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
