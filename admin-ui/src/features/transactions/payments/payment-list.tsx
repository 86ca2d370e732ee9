import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFeatureName } from '../../../lib/feature-names';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { featuresQuery, providersQuery } from '../../../lib/providers.api';
import type { Column } from '../../../ui/data-list';
import { Moment } from '../../../ui/moment';
import { FilteredList } from '../filtered-list';
import type { Option, TransactionList } from '../transaction-kind';
import { useMethodName } from './method-names';
import { PaymentListHead } from './payment-list-head';
import { PaymentStatusBadge } from './payment-status';
import { type ListedPayment, PAYMENT_STATUSES, paymentsQuery } from './payments.api';

const LATE_DECISIONS = ['undecided', 'accept', 'refund', 'credit'] as const;

const list: TransactionList<ListedPayment> = {
  query: paymentsQuery,
  useColumns,
  search: { name: 'q', label: 'payments.search' },
  filters: [
    { kind: 'several', name: 'status', label: 'payments.status', useOptions: useStatuses },
    { kind: 'one', name: 'provider_id', label: 'payments.provider', useOptions: useProviders },
    { kind: 'one', name: 'feature', label: 'payments.feature', useOptions: useFeatures },
    { kind: 'one', name: 'method', label: 'payment.method', useOptions: useMethods },
    { kind: 'date', name: 'from', label: 'payments.from' },
    { kind: 'date', name: 'to', label: 'payments.to' },
    { kind: 'amount', name: 'amount_min', label: 'payments.amount_min' },
    { kind: 'amount', name: 'amount_max', label: 'payments.amount_max' },
    { kind: 'one', name: 'late_decision', label: 'payments.late', useOptions: useDecisions },
  ],
  empty: 'payments.empty',
  pathOf: ({ id }) => `/payments/${id}`,
  Head: PaymentListHead,
};

export function PaymentList(): ReactNode {
  const { t } = useTexts();
  return <FilteredList list={list} label={t('transactions.payments')} />;
}

function useColumns(): readonly Column<ListedPayment>[] {
  const { t, language } = useTexts();
  return [
    { title: t('payments.order'), cell: (item) => <Order payment={item} /> },
    {
      title: t('payments.status'),
      cell: (item) => <PaymentStatusBadge status={item.status} />,
      isOnCard: true,
    },
    { title: t('payments.provider'), cell: (item) => item.provider.name },
    { title: t('payments.created'), cell: (item) => <Moment at={item.created_at} /> },
    {
      title: t('payments.amount'),
      cell: (item) => money(item.amount, item.currency, language),
      align: 'right',
      isOnCard: true,
    },
  ];
}

function Order({ payment }: { readonly payment: ListedPayment }): ReactNode {
  const name = payment.guest?.name ?? null;
  return (
    <Stack gap={0}>
      <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
        {payment.order_id}
      </Text>
      {name !== null && (
        <Text size="xs" c="dimmed">
          {name}
        </Text>
      )}
    </Stack>
  );
}

function useStatuses(): readonly Option[] {
  const { t } = useTexts();
  return PAYMENT_STATUSES.map((value) => ({ value, label: t(`payment.status.${value}`) }));
}

function useDecisions(): readonly Option[] {
  const { t } = useTexts();
  return LATE_DECISIONS.map((value) => ({ value, label: t(`payment.late.${value}`) }));
}

function usePaymentProviders() {
  const { data } = useQuery(providersQuery);
  return (data ?? []).filter(({ integration_type: type }) => type === 'payment');
}

function useProviders(): readonly Option[] {
  return usePaymentProviders().map(({ id, name }) => ({ value: id, label: name }));
}

function useMethods(): readonly Option[] {
  const nameOf = useMethodName();
  const methods = usePaymentProviders().flatMap(({ supported_methods: known }) => known);
  return [...new Set(methods)]
    .map((method) => ({ value: method, label: nameOf(method) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

function useFeatures(): readonly Option[] {
  const { data } = useQuery(featuresQuery);
  const nameOf = useFeatureName();
  const keys = (data ?? []).map(({ feature_key: key }) => key);
  return [...new Set(keys)]
    .filter((key) => key.startsWith('payment.'))
    .map((key) => ({ value: key, label: nameOf(key) }));
}
