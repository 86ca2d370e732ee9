import { Modal, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { DataList } from '../../../ui/data-list';
import { Moment } from '../../../ui/moment';
import { Empty } from '../../../ui/state-view';
import { useListSearch } from '../use-list-search';
import { MoneyPage } from './money-page';
import { payoutsQuery } from './money.api';
import { PayoutDetail } from './payout-detail';
import { PAYOUT_STATUSES, PayoutStatus } from './payout-status';

/** Refunds that somebody transfers: what is to do, what is done. */
export function PayoutsPage(): ReactNode {
  const { t, language } = useTexts();
  const { search, change } = useListSearch();
  const status = PAYOUT_STATUSES.find((one) => one === search['status']) ?? 'open';
  const [openId, setOpenId] = useState<string>();
  const query = useInfiniteQuery(payoutsQuery({ status }));
  return (
    <MoneyPage title={t('payouts.title')} intro={t('payouts.intro')}>
      <SegmentedControl
        aria-label={t('payments.status')}
        style={{ alignSelf: 'start' }}
        value={status}
        onChange={(next) => change({ status: next })}
        data={PAYOUT_STATUSES.map((value) => ({ value, label: t(`payouts.tab.${value}`) }))}
      />
      <DataList
        query={query}
        label={t('payouts.title')}
        onOpen={({ id }) => setOpenId(id)}
        empty={<Empty text={t(`payouts.empty.${status}`)} />}
        columns={[
          { title: t('payments.order'), cell: (item) => item.order_id },
          { title: t('payments.status'), cell: (item) => <PayoutStatus status={item.status} /> },
          {
            title: t('payouts.destination'),
            cell: (item) =>
              item.destination
                ? `${item.destination.bank} ${item.destination.account_number}`
                : t('payouts.no_destination'),
          },
          {
            title: t('payments.created'),
            cell: (item) => <Moment at={item.created_at} />,
            isOnCard: true,
          },
          {
            title: t('payments.amount'),
            cell: (item) => money(item.amount, item.currency, language),
            align: 'right',
            isOnCard: true,
          },
        ]}
      />
      <Modal
        opened={openId !== undefined}
        onClose={() => setOpenId(undefined)}
        title={t('payouts.one')}
      >
        {openId !== undefined && <PayoutDetail id={openId} />}
      </Modal>
    </MoneyPage>
  );
}
