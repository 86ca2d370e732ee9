import { Alert, Button, Card, Grid, Group, Image, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { sessionQuery } from '../../lib/session.api';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { CopyField } from '../../ui/copy-field';
import { Facts } from '../../ui/facts';
import { Moment } from '../../ui/moment';
import { Page } from '../../ui/page';
import { QueryView, useErrorText } from '../../ui/state-view';
import { PaymentStatusBadge } from './payment-status';
import { PaymentTimeline } from './payment-timeline';
import { RefundDialog } from './refund-dialog';
import {
  cancelPayment,
  type Decision,
  decideLatePayment,
  type Payment,
  paymentQuery,
  refreshPayment,
} from './payments.api';

const CANCELLABLE = new Set<Payment['status']>(['pending', 'authorized', 'pending_confirmation']);
const REFUNDABLE = new Set<Payment['status']>(['paid', 'partially_refunded']);
const DECISIONS: readonly Decision[] = ['accept', 'refund', 'credit'];

export function PaymentDetailPage(): ReactNode {
  const { id } = useParams({ from: '/shell/payments/$id' });
  const { t } = useTexts();
  const query = useQuery(paymentQuery(id));
  return (
    <Page
      title={query.data ? t('payment.title', { order: query.data.order_id }) : t('payments.title')}
      action={query.data && <Actions payment={query.data} />}
    >
      <QueryView query={query}>{(payment) => <Detail payment={payment} />}</QueryView>
    </Page>
  );
}

function Detail({ payment }: { readonly payment: Payment }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <Card withBorder>
            <Facts
              facts={[
                [t('payments.status'), <PaymentStatusBadge key="s" status={payment.status} />],
                [t('payments.amount'), money(payment.amount, payment.currency, language)],
                [t('payment.received'), money(payment.received_amount, payment.currency, language)],
                [t('payment.refunded'), money(payment.refunded_amount, payment.currency, language)],
                [t('payments.provider'), payment.provider.name],
                [t('payment.method'), payment.method ?? '–'],
                [
                  t('payment.fee'),
                  payment.fee
                    ? money(payment.fee.amount, payment.fee.currency, language)
                    : t('payment.fee.unknown'),
                ],
                [t('payment.vendor_id'), payment.gateway_transaction_id ?? '–'],
                [t('payments.created'), <Moment key="c" at={payment.created_at} />],
              ]}
            />
          </Card>
          <Fallback payment={payment} />
          <GuestAction payment={payment} />
          {payment.failure && (
            <Alert color="red" variant="light" title={t('payment.failure')}>
              {payment.failure.message}
            </Alert>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Title order={2} size="h4" mb="sm">
          {t('payment.timeline')}
        </Title>
        <PaymentTimeline id={payment.id} />
      </Grid.Col>
    </Grid>
  );
}

/** "Running on …, dearer by …". */
function Fallback({ payment }: { readonly payment: Payment }): ReactNode {
  const { t, language } = useTexts();
  const fallback = payment.routing?.fallback;
  if (!fallback) return null;
  const dearer = fallback.extra_cost
    ? t('payment.fallback.dearer', {
        amount: money(fallback.extra_cost.amount, fallback.extra_cost.currency, language),
      })
    : '';
  return (
    <Alert color="yellow" variant="light" title={t('payment.fallback.title')}>
      {t('payment.fallback.text', { to: payment.provider.name })} {dearer}
    </Alert>
  );
}

function GuestAction({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const { action } = payment;
  if (!CANCELLABLE.has(payment.status) || action.type === 'none') return null;
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Text fw={600}>{t('payment.action')}</Text>
        {action.type === 'qr' && action.qr_image_url !== undefined && (
          <Image src={action.qr_image_url} alt={t('payment.qr')} maw={240} />
        )}
        {action.type === 'redirect' && <CopyField label={t('payment.link')} value={action.url} />}
        {action.type === 'deeplink' && <CopyField label={t('payment.link')} value={action.url} />}
        {action.type === 'virtual_account' && (
          <CopyField
            label={t('payment.va', { bank: action.bank.toUpperCase() })}
            value={action.number}
          />
        )}
      </Stack>
    </Card>
  );
}

function Actions({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [isRefunding, refundDialog] = useDisclosure();
  const [isCancelling, cancelDialog] = useDisclosure();
  const renew = (): Promise<void> => queries.invalidateQueries({ queryKey: ['payments'] });
  const refresh = useMutation({
    mutationFn: () => refreshPayment(payment.id),
    onSuccess: renew,
  });
  const cancel = useMutation({
    mutationFn: () => cancelPayment(payment.id),
    onSuccess: async () => {
      cancelDialog.close();
      await renew();
    },
  });
  if (session.user.role === 'viewer') return null;
  return (
    <Group gap="xs">
      <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate()}>
        {t('payment.refresh')}
      </Button>
      {CANCELLABLE.has(payment.status) && (
        <Button variant="default" color="red" onClick={cancelDialog.open}>
          {t('payment.cancel')}
        </Button>
      )}
      {REFUNDABLE.has(payment.status) && (
        <Button onClick={refundDialog.open}>{t('payment.refund')}</Button>
      )}
      {payment.status === 'paid_late' && payment.late_decision === null && (
        <LateDecision payment={payment} renew={renew} />
      )}
      <RefundDialog payment={payment} isOpen={isRefunding} close={refundDialog.close} />
      <ConfirmDialog
        isOpen={isCancelling}
        close={cancelDialog.close}
        title={t('payment.cancel.title', { order: payment.order_id })}
        text={t('payment.cancel.text')}
        confirm={t('payment.cancel')}
        isPending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate()}
      />
    </Group>
  );
}

function LateDecision({
  payment,
  renew,
}: {
  readonly payment: Payment;
  readonly renew: () => Promise<void>;
}): ReactNode {
  const { t } = useTexts();
  const decide = useMutation({
    mutationFn: (decision: Decision) => decideLatePayment(payment.id, decision),
    onSuccess: renew,
  });
  return (
    <>
      {DECISIONS.map((decision) => (
        <Button
          key={decision}
          variant={decision === 'accept' ? 'filled' : 'default'}
          loading={decide.isPending && decide.variables === decision}
          onClick={() => decide.mutate(decision)}
        >
          {t(`payment.decision.${decision}`)}
        </Button>
      ))}
      {decide.error && <DecisionFailure error={decide.error} />}
    </>
  );
}

function DecisionFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Text c="red" size="sm" role="alert">
      {useErrorText(error)}
    </Text>
  );
}
