import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { useErrorText } from '../../../ui/state-view';
import { CaptureDialog } from './capture-dialog';
import { cancelPayment, type Payment, refreshPayment, refundsQuery } from './payments.api';
import { leftToRefund, RefundDialog } from './refund-dialog';

const OPEN = new Set<Payment['status']>(['pending', 'pending_confirmation']);
const HAS_MONEY = new Set<Payment['status']>(['paid', 'paid_late', 'partially_refunded']);

/** What can be done with a payment now, by who may. */
export function PaymentActions({ payment }: { readonly payment: Payment }): ReactNode {
  if (!useCanChange()) return null;
  return (
    <Group gap="xs">
      <RefreshButton payment={payment} />
      {OPEN.has(payment.status) && <CancelButton payment={payment} kind="cancel" />}
      {payment.status === 'authorized' && (
        <>
          <CancelButton payment={payment} kind="void" />
          {payment.abilities.capture && <CaptureButton payment={payment} />}
        </>
      )}
      {isRefundable(payment) && <RefundButton payment={payment} />}
    </Group>
  );
}

/** Money that came late is decided about first. */
function isRefundable({ status, late_decision: decision }: Payment): boolean {
  return HAS_MONEY.has(status) && !(status === 'paid_late' && decision === null);
}

export function useRenewPayments(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['payments'] });
}

function RefreshButton({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const renew = useRenewPayments();
  const refresh = useMutation({ mutationFn: () => refreshPayment(payment.id), onSuccess: renew });
  return (
    <>
      <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate()}>
        {t('payment.refresh')}
      </Button>
      {refresh.error && <RefreshFailure error={refresh.error} />}
    </>
  );
}

function RefreshFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Text c="red" size="sm" role="alert">
      {useErrorText(error)}
    </Text>
  );
}

/** To cancel what is not paid and to set free what is held is the same to the hub, and not to a person. */
function CancelButton({
  payment,
  kind,
}: {
  readonly payment: Payment;
  readonly kind: 'cancel' | 'void';
}): ReactNode {
  const { t } = useTexts();
  const renew = useRenewPayments();
  const [isOpen, { open, close }] = useDisclosure();
  const cancel = useMutation({
    mutationFn: () => cancelPayment(payment.id),
    onSuccess: async () => {
      close();
      await renew();
    },
  });
  const order = payment.order_id;
  return (
    <>
      <Button variant="default" onClick={open}>
        {t(`payment.${kind}`)}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        close={close}
        title={t(`payment.${kind}.title`, { order })}
        text={t(`payment.${kind}.text`)}
        confirm={t(`payment.${kind}.confirm`, { order })}
        isPending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}

function CaptureButton({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open}>{t('payment.capture')}</Button>
      <CaptureDialog payment={payment} isOpen={isOpen} close={close} />
    </>
  );
}

function RefundButton({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  const { data: refunds } = useQuery(refundsQuery(payment.id));
  if (!refunds) return null;
  const left = leftToRefund(payment, refunds);
  if (left <= 0) return null;
  return (
    <>
      <Button onClick={open}>{t('payment.refund')}</Button>
      <RefundDialog payment={payment} left={left} isOpen={isOpen} close={close} />
    </>
  );
}
