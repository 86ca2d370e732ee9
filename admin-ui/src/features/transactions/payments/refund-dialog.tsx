import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useErrorText } from '../../../ui/state-view';
import { AmountInput } from './amount-input';
import {
  DestinationFields,
  type Destination,
  EMPTY_DESTINATION,
  isWhole,
} from './destination-fields';
import { useRenewPayments } from './payment-actions';
import { type CreateRefund, type Payment, type Refund, refundPayment } from './payments.api';

interface RefundProps {
  readonly payment: Payment;
  /** Minor units that have not gone back and are not on their way. */
  readonly left: number;
  readonly close: () => void;
}

/** What can still be given back: what came in without what went, or is on its way. */
export function leftToRefund(payment: Payment, refunds: readonly Refund[]): number {
  const promised = refunds
    .filter(({ status }) => status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0);
  return payment.received_amount - Math.max(promised, payment.refunded_amount);
}

/** Asks how much, why and how, and names what will happen before it does. */
export function RefundDialog({
  isOpen,
  ...props
}: RefundProps & { readonly isOpen: boolean }): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      opened={isOpen}
      onClose={props.close}
      title={t('payment.refund.title', { order: props.payment.order_id })}
    >
      {isOpen && <RefundForm {...props} />}
    </Modal>
  );
}

interface Draft {
  readonly amount: number;
  readonly reason: string;
  readonly via: 'vendor' | 'payout';
  readonly destination: Destination;
}

function toBody({ amount, reason, via, destination }: Draft): CreateRefund {
  return {
    amount,
    via,
    ...(reason !== '' && { reason }),
    ...(via === 'payout' && isWhole(destination) && { destination }),
  };
}

function RefundForm({ payment, left, close }: RefundProps): ReactNode {
  const { t, language } = useTexts();
  const renew = useRenewPayments();
  const [draft, setDraft] = useState<Draft>({
    amount: left,
    reason: '',
    via: payment.abilities.refund,
    destination: EMPTY_DESTINATION,
  });
  const [key] = useState(() => crypto.randomUUID());
  const refund = useMutation({
    mutationFn: () => refundPayment(payment.id, toBody(draft), key),
    onSuccess: async () => {
      close();
      await renew();
    },
  });
  const set = (next: Partial<Draft>): void => setDraft({ ...draft, ...next });
  const { amount, via } = draft;
  const shown = (minor: number): string => money(minor, payment.currency, language);
  const isFixed = via === 'vendor' && !payment.abilities.partial_refund;
  return (
    <Stack>
      <Text size="sm">{t('payment.refund.left', { amount: shown(left) })}</Text>
      <AmountInput
        label={t('payment.refund.amount', { currency: payment.currency })}
        currency={payment.currency}
        value={amount}
        max={left}
        isFixed={isFixed}
        change={(minor) => set({ amount: minor })}
      />
      <TextInput
        label={t('payment.refund.reason')}
        value={draft.reason}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => set({ reason: value })}
      />
      <Way payment={payment} via={via} change={(next) => set({ via: next })} />
      {via === 'payout' && (
        <DestinationFields
          value={draft.destination}
          change={(destination) => set({ destination })}
        />
      )}
      {refund.error && <RefundFailure error={refund.error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.back')}
        </Button>
        <Button
          loading={refund.isPending}
          disabled={amount < 1 || amount > left}
          onClick={() => refund.mutate()}
        >
          {t(`payment.refund.confirm.${via}`, { amount: shown(amount) })}
        </Button>
      </Group>
    </Stack>
  );
}

/** Through the vendor, or by somebody's transfer where the vendor takes nothing back. */
function Way({
  payment,
  via,
  change,
}: {
  readonly payment: Payment;
  readonly via: Draft['via'];
  readonly change: (via: Draft['via']) => void;
}): ReactNode {
  const { t } = useTexts();
  const provider = payment.provider.name;
  if (payment.abilities.refund === 'payout') {
    return (
      <Alert color="yellow" variant="light" title={t('payment.refund.payout_only.title')}>
        {t('payment.refund.payout_only', { provider })}
      </Alert>
    );
  }
  return (
    <Radio.Group
      label={t('payment.refund.via')}
      value={via}
      onChange={(value) => change(value === 'payout' ? 'payout' : 'vendor')}
    >
      <Stack gap="xs" mt={4}>
        <Radio value="vendor" label={t('payment.refund.via.vendor', { provider })} />
        <Radio value="payout" label={t('payment.refund.via.payout')} />
      </Stack>
    </Radio.Group>
  );
}

function RefundFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
