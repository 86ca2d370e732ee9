import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { dateTime, money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { useZone } from '../../../lib/zone';
import { CopyField } from '../../../ui/copy-field';
import { Facts } from '../../../ui/facts';
import { QueryView } from '../../../ui/state-view';
import { AnchorLink } from '../links';
import { type PayoutTask, payoutQuery } from './money.api';
import { PayoutForm } from './payout-form';
import { PayoutStatus } from './payout-status';

/** One transfer: to whom, how much, and its proof or the form for it. */
export function PayoutDetail({ id }: { readonly id: string }): ReactNode {
  const canChange = useCanChange();
  const query = useQuery(payoutQuery(id));
  return (
    <QueryView query={query}>
      {(task) => (
        <Stack>
          <TaskFacts task={task} />
          <Destination task={task} />
          <Proof task={task} />
          {task.status === 'open' && canChange && <PayoutForm task={task} />}
        </Stack>
      )}
    </QueryView>
  );
}

function TaskFacts({ task }: { readonly task: PayoutTask }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Facts
      facts={[
        [
          t('payments.order'),
          <AnchorLink
            key="o"
            to="/payments/$id"
            params={{ id: task.payment_id }}
            size="sm"
            underline="always"
          >
            {task.order_id}
          </AnchorLink>,
        ],
        [t('payments.amount'), money(task.amount, task.currency, language)],
        [t('payments.status'), <PayoutStatus key="s" status={task.status} />],
        [t('payouts.reason'), task.reason ?? '–'],
      ]}
    />
  );
}

function Destination({ task }: { readonly task: PayoutTask }): ReactNode {
  const { t } = useTexts();
  const { destination } = task;
  if (!destination) return <Text size="sm">{t('payouts.ask_destination')}</Text>;
  return (
    <Stack gap="xs">
      <CopyField label={t('payment.destination.bank')} value={destination.bank} />
      <CopyField
        label={t('payment.destination.account_number')}
        value={destination.account_number}
      />
      <CopyField label={t('payment.destination.account_name')} value={destination.account_name} />
    </Stack>
  );
}

function Proof({ task }: { readonly task: PayoutTask }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const { proof, closed_by: by } = task;
  if (task.cancel_reason !== null) {
    return <Facts facts={[[t('payouts.cancel.reason'), task.cancel_reason]]} />;
  }
  if (!proof) return null;
  return (
    <Facts
      facts={[
        [t('payouts.proof.reference'), proof.reference],
        [t('payouts.proof.paid_at'), dateTime(proof.paid_at, zone, language)],
        [t('payouts.proof.by'), by ?? '–'],
        [t('payouts.proof.note'), proof.note ?? '–'],
        ...(proof.attachment
          ? [
              [
                t('payouts.proof.file'),
                <Anchor key="f" href={proof.attachment.url} download size="sm" underline="always">
                  {proof.attachment.filename}
                </Anchor>,
              ] as const,
            ]
          : []),
      ]}
    />
  );
}
