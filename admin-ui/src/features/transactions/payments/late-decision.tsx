import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { useRenewPayments } from './payment-actions';
import { type Decision, decideLatePayment, type Payment } from './payments.api';

const DECISIONS: readonly Decision[] = ['accept', 'refund', 'credit'];

/** Money that came after the end: what there is to choose, and what each choice does. The first one counts. */
export function LateDecision({ payment }: { readonly payment: Payment }): ReactNode {
  const { t, language } = useTexts();
  const canChange = useCanChange();
  const [asked, setAsked] = useState<Decision>();
  if (payment.status !== 'paid_late') return null;
  const amount = money(payment.received_amount, payment.currency, language);
  if (payment.late_decision !== null) {
    return (
      <Alert color="gray" variant="light">
        {t(`payment.decided.${payment.late_decision}`)}
      </Alert>
    );
  }
  return (
    <Alert color="orange" variant="light" title={t('payment.late.title', { amount })}>
      <Stack gap="xs">
        <Text size="sm">{t('payment.late.text')}</Text>
        {canChange && (
          <Group gap="xs">
            {DECISIONS.map((decision) => (
              <Button
                key={decision}
                size="xs"
                variant={decision === 'accept' ? 'filled' : 'default'}
                onClick={() => setAsked(decision)}
              >
                {t(`payment.decision.${decision}`)}
              </Button>
            ))}
          </Group>
        )}
        {asked && (
          <Confirmation payment={payment} decision={asked} close={() => setAsked(undefined)} />
        )}
      </Stack>
    </Alert>
  );
}

function Confirmation({
  payment,
  decision,
  close,
}: {
  readonly payment: Payment;
  readonly decision: Decision;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  const renew = useRenewPayments();
  const decide = useMutation({
    mutationFn: () => decideLatePayment(payment.id, { decision }),
    onSuccess: async () => {
      close();
      await renew();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      close={close}
      title={t('payment.decision.title', { order: payment.order_id })}
      text={t(`payment.decision.${decision}.text`)}
      confirm={t(`payment.decision.${decision}`)}
      isPending={decide.isPending}
      error={decide.error}
      onConfirm={() => decide.mutate()}
    />
  );
}
