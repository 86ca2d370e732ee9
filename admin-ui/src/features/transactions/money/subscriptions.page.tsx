import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import { money } from '../../../lib/format';
import type { Column } from '../../../ui/data-list';
import { Moment } from '../../../ui/moment';
import { FilteredList } from '../filtered-list';
import type { Option, TransactionList } from '../transaction-kind';
import { MoneyPage } from './money-page';
import { type Subscription, subscriptionsQuery } from './money.api';
import { SUBSCRIPTION_STATUSES, SubscriptionStatus } from './subscription-status';
import { useInterval } from './use-interval';

const list: TransactionList<Subscription> = {
  query: subscriptionsQuery,
  useColumns,
  search: { name: 'order_id', label: 'subscriptions.search' },
  filters: [{ kind: 'one', name: 'status', label: 'payments.status', useOptions: useStatuses }],
  empty: 'subscriptions.empty',
  pathOf: ({ id }) => `/payments/subscriptions/${id}`,
};

/** What is paid again and again: memberships, long stays. */
export function SubscriptionsPage(): ReactNode {
  const { t } = useTexts();
  return (
    <MoneyPage title={t('subscriptions.title')} intro={t('subscriptions.intro')}>
      <FilteredList list={list} label={t('subscriptions.title')} />
    </MoneyPage>
  );
}

function useColumns(): readonly Column<Subscription>[] {
  const { t, language } = useTexts();
  const intervalOf = useInterval();
  return [
    { title: t('payments.order'), cell: (item) => item.order_id },
    {
      title: t('payments.status'),
      cell: (item) => <SubscriptionStatus status={item.status} />,
      isOnCard: true,
    },
    { title: t('payments.provider'), cell: (item) => item.provider.name },
    { title: t('subscription.interval'), cell: intervalOf },
    { title: t('payments.created'), cell: (item) => <Moment at={item.created_at} /> },
    {
      title: t('payments.amount'),
      cell: (item) => money(item.amount, item.currency, language),
      align: 'right',
      isOnCard: true,
    },
  ];
}

function useStatuses(): readonly Option[] {
  const { t } = useTexts();
  return SUBSCRIPTION_STATUSES.map((value) => ({
    value,
    label: t(`subscription.status.${value}`),
  }));
}
