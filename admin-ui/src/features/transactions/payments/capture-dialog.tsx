import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useErrorText } from '../../../ui/state-view';
import { AmountInput } from './amount-input';
import { useRenewPayments } from './payment-actions';
import { capturePayment, type Payment } from './payments.api';

interface CaptureProps {
  readonly payment: Payment;
  readonly close: () => void;
}

/** Takes what is held, or a part of it; the rest is set free. */
export function CaptureDialog({
  isOpen,
  ...props
}: CaptureProps & { readonly isOpen: boolean }): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      opened={isOpen}
      onClose={props.close}
      title={t('payment.capture.title', { order: props.payment.order_id })}
    >
      {isOpen && <CaptureForm {...props} />}
    </Modal>
  );
}

function CaptureForm({ payment, close }: CaptureProps): ReactNode {
  const { t, language } = useTexts();
  const renew = useRenewPayments();
  const [amount, setAmount] = useState(payment.amount);
  const [key] = useState(() => crypto.randomUUID());
  const capture = useMutation({
    mutationFn: () => capturePayment(payment.id, amount, key),
    onSuccess: async () => {
      close();
      await renew();
    },
  });
  const { currency } = payment;
  return (
    <Stack>
      <Text size="sm">
        {t('payment.capture.text', { amount: money(payment.amount, currency, language) })}
      </Text>
      <AmountInput
        label={t('payment.capture.amount', { currency })}
        currency={currency}
        value={amount}
        max={payment.amount}
        isFixed={!payment.abilities.partial_capture}
        change={setAmount}
      />
      {capture.error && <CaptureFailure error={capture.error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.back')}
        </Button>
        <Button
          loading={capture.isPending}
          disabled={amount < 1 || amount > payment.amount}
          onClick={() => capture.mutate()}
        >
          {t('payment.capture.confirm', { amount: money(amount, currency, language) })}
        </Button>
      </Group>
    </Stack>
  );
}

function CaptureFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
