import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { DataList } from '../../../ui/data-list';
import { Moment } from '../../../ui/moment';
import { Empty } from '../../../ui/state-view';
import { BatchStatus } from './batch-status';
import { MoneyPage } from './money-page';
import { batchesQuery } from './money.api';

/** Many refunds at once, as the PMS asked for them. */
export function RefundBatchesPage(): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const query = useInfiniteQuery(batchesQuery());
  return (
    <MoneyPage title={t('batches.title')} intro={t('batches.intro')}>
      <DataList
        query={query}
        label={t('batches.title')}
        onOpen={({ id }) => void navigate({ to: '/payments/refund-batches/$id', params: { id } })}
        empty={<Empty text={t('batches.empty')} />}
        columns={[
          { title: t('payments.created'), cell: (item) => <Moment at={item.created_at} /> },
          {
            title: t('payments.status'),
            cell: (item) => <BatchStatus status={item.status} />,
            isOnCard: true,
          },
          {
            title: t('batch.succeeded'),
            cell: (item) => count(item.succeeded, language),
            align: 'right',
          },
          {
            title: t('batch.failed'),
            cell: (item) => count(item.failed, language),
            align: 'right',
          },
          {
            title: t('batch.total'),
            cell: (item) => t('batch.count', { count: count(item.total, language) }),
            align: 'right',
            isOnCard: true,
          },
        ]}
      />
    </MoneyPage>
  );
}
