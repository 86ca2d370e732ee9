import { Card, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFeatureName } from '../../../lib/feature-names';
import { dateTime, money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useZone } from '../../../lib/zone';
import { Facts } from '../../../ui/facts';
import { useMethodName } from './method-names';
import type { Payment } from './payments.api';

type Fact = readonly [string, ReactNode];

/** What is known of it, for whoever has to compare it with the vendor's pages. */
export function PaymentFacts({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {t('payment.facts')}
      </Title>
      <Facts facts={[...useMoney(payment), ...useWhere(payment), ...useTimes(payment)]} />
    </Card>
  );
}

function useMoney(payment: Payment): Fact[] {
  const { t, language } = useTexts();
  const shown = (amount: number): string => money(amount, payment.currency, language);
  const { fee } = payment;
  return [
    [t('payment.received'), shown(payment.received_amount)],
    ...(payment.refunded_amount > 0
      ? [[t('payment.refunded'), shown(payment.refunded_amount)] as const]
      : []),
    [t('payment.fee'), fee ? money(fee.amount, fee.currency, language) : t('payment.fee.unknown')],
  ];
}

function useWhere(payment: Payment): Fact[] {
  const { t } = useTexts();
  const nameOf = useFeatureName();
  const methodOf = useMethodName();
  const { feature, method, routing } = payment;
  return [
    [t('payments.provider'), payment.provider.name],
    [t('payments.feature'), feature === null ? '–' : nameOf(feature)],
    [t('payment.method'), method === null ? '–' : methodOf(method)],
    ...(routing
      ? [
          [
            t('payment.routing'),
            <Text key="r" size="sm" component="span">
              {t(`payment.routing.${routing.reason}`)}
            </Text>,
          ] as const,
        ]
      : []),
    [t('payment.vendor_id'), payment.gateway_transaction_id ?? '–'],
    [t('payment.reference'), payment.reference],
  ];
}

/** Times in full, with their zone. */
function useTimes(payment: Payment): Fact[] {
  const { t, language } = useTexts();
  const zone = useZone();
  const known = (name: string, at: string | null): Fact[] =>
    at === null ? [] : [[name, dateTime(at, zone, language)]];
  return [
    ...known(t('payments.created'), payment.created_at),
    ...known(t('payment.paid_at'), payment.paid_at),
    ...known(t('payment.expires_at'), payment.expires_at),
  ];
}
