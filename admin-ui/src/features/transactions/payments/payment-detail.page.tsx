import { Alert, Anchor, Card, Grid, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useVendorHelp } from '../../../lib/vendor-help';
import { Page } from '../../../ui/page';
import { QueryView } from '../../../ui/state-view';
import { VendorError } from '../../../ui/vendor-error';
import { PaymentTimeline } from '../timeline/payment-timeline';
import { GuestCard } from './guest-card';
import { LateDecision } from './late-decision';
import { PaymentActionCard } from './payment-action';
import { PaymentActions } from './payment-actions';
import { PaymentFacts } from './payment-facts';
import { PaymentStatusBadge } from './payment-status';
import { type Payment, paymentQuery } from './payments.api';
import { RefundList } from './refund-list';

/** One payment: where it stands, what can be done, and all that happened. */
export function PaymentDetailPage(): ReactNode {
  const { id } = useParams({ from: '/shell/payments/$id' });
  const { t } = useTexts();
  const query = useQuery(paymentQuery(id));
  return (
    <Page
      title={
        query.data ? t('payment.title', { order: query.data.order_id }) : t('transactions.payments')
      }
      action={query.data && <PaymentActions payment={query.data} />}
    >
      <Anchor component={Link} to="/payments" size="sm">
        ← {t('payment.to_list')}
      </Anchor>
      <QueryView query={query}>{(payment) => <Detail payment={payment} />}</QueryView>
    </Page>
  );
}

function Detail({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <Standing payment={payment} />
          <LateDecision payment={payment} />
          <Failure payment={payment} />
          <PaymentActionCard payment={payment} />
          <GuestCard payment={payment} />
          <RefundList payment={payment} />
          <PaymentFacts payment={payment} />
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

/** The two things that are looked for first. */
function Standing({ payment }: { readonly payment: Payment }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Text size="xl" fw={700}>
          {money(payment.amount, payment.currency, language)}
        </Text>
        <PaymentStatusBadge status={payment.status} />
      </Group>
      <Text size="sm" c="dimmed">
        {t(`payment.meaning.${payment.status}`)}
      </Text>
    </Card>
  );
}

function Failure({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const { routing } = payment;
  const failure = failureOf(payment);
  const help = useVendorHelp(failure ? payment.provider.id : undefined);
  return (
    <>
      {failure && <VendorError kind={failure.kind} message={failure.message} help={help} />}
      {routing?.fallback && (
        <Alert color="yellow" variant="light" title={t('payment.fallback.title')}>
          <FallbackText payment={payment} fallback={routing.fallback} />
        </Alert>
      )}
    </>
  );
}

/** A vendor that calls it failed and says no more has declined it. */
function failureOf({ failure, status }: Payment): { kind: string; message?: string } | undefined {
  return failure ?? (status === 'failed' ? { kind: 'declined' } : undefined);
}

type Fallback = NonNullable<NonNullable<Payment['routing']>['fallback']>;

/** Who stepped in for whom, and what that costs. */
function FallbackText({
  payment,
  fallback,
}: {
  readonly payment: Payment;
  readonly fallback: Fallback;
}): ReactNode {
  const { t, language } = useTexts();
  const { extra_cost: extra, from } = fallback;
  const difference = extra ? money(Math.abs(extra.amount), extra.currency, language) : '';
  return (
    <Text size="sm">
      {t('payment.fallback.text', { from: from.name, to: payment.provider.name })}{' '}
      {extra && extra.amount > 0 && t('payment.fallback.dearer', { amount: difference })}
      {extra && extra.amount < 0 && t('payment.fallback.cheaper', { amount: difference })}
      {extra?.amount === 0 && t('payment.fallback.same')}
      {!extra && t('payment.fallback.unknown')}
    </Text>
  );
}
