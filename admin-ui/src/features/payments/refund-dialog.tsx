import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useErrorText } from '../../ui/state-view';
import { type Payment, refundPayment } from './payments.api';

/** Asks how much and why, and names what will happen before it does. Amounts are typed in minor units' own currency. */
export function RefundDialog({
  payment,
  isOpen,
  close,
}: {
  readonly payment: Payment;
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('payment.refund.title', { order: payment.order_id })}
    >
      {isOpen && <RefundForm payment={payment} close={close} />}
    </Modal>
  );
}

function RefundForm({
  payment,
  close,
}: {
  readonly payment: Payment;
  readonly close: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const queries = useQueryClient();
  const left = payment.received_amount - payment.refunded_amount;
  const [amount, setAmount] = useState(left);
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const refund = useMutation({
    mutationFn: () => refundPayment(payment.id, { amount, ...(reason !== '' && { reason }) }, key),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['payments'] });
    },
  });
  return (
    <Stack>
      <Text size="sm">
        {t('payment.refund.left', { amount: money(left, payment.currency, language) })}
      </Text>
      <NumberInput
        label={t('payment.refund.amount', { currency: payment.currency })}
        min={1}
        max={left}
        thousandSeparator="."
        decimalSeparator=","
        allowDecimal={false}
        value={amount}
        onChange={(value) => setAmount(Number(value))}
      />
      <TextInput
        label={t('payment.refund.reason')}
        value={reason}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
      {refund.error && <RefundFailure error={refund.error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button
          loading={refund.isPending}
          disabled={amount < 1 || amount > left}
          onClick={() => refund.mutate()}
        >
          {t('payment.refund.confirm', { amount: money(amount, payment.currency, language) })}
        </Button>
      </Group>
    </Stack>
  );
}

function RefundFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
