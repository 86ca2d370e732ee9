import { Button, Group, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/state-view';
import { PaymentStatusBadge } from './payment-status';
import { PAYMENT_STATUSES, paymentsQuery } from './payments.api';

export interface PaymentSearch {
  readonly status?: string;
  readonly order_id?: string;
}

export function PaymentListPage(): ReactNode {
  const { t, language } = useTexts();
  const search: PaymentSearch = useSearch({ from: '/shell/payments' });
  const navigate = useNavigate();
  const query = useInfiniteQuery(paymentsQuery({ ...search }));
  const isFiltered = search.status !== undefined || search.order_id !== undefined;
  return (
    <Page title={t('payments.title')} intro={t('payments.intro')}>
      <Filters search={search} />
      <DataList
        query={query}
        label={t('payments.title')}
        onOpen={({ id }) => void navigate({ to: '/payments/$id', params: { id } })}
        empty={
          <Empty
            text={t(isFiltered ? 'list.no_result' : 'payments.empty')}
            action={isFiltered && <ClearFilter />}
          />
        }
        columns={[
          { title: t('payments.order'), cell: (item) => item.order_id },
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
        ]}
      />
    </Page>
  );
}

function Filters({ search }: { readonly search: PaymentSearch }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const change = (next: PaymentSearch): void => {
    void navigate({ to: '/payments', search: { ...search, ...next }, replace: true });
  };
  return (
    <Group align="end">
      <TextInput
        label={t('payments.order')}
        placeholder="RES-1001"
        defaultValue={search.order_id ?? ''}
        onKeyDown={({ key, currentTarget: { value } }) => {
          if (key === 'Enter') change({ order_id: value.trim() || undefined });
        }}
        onBlur={({ currentTarget: { value } }) => change({ order_id: value.trim() || undefined })}
      />
      <Select
        label={t('payments.status')}
        placeholder={t('payments.status.any')}
        clearable
        data={PAYMENT_STATUSES.map((status) => ({
          value: status,
          label: t(`payment.status.${status}`),
        }))}
        value={search.status ?? null}
        onChange={(value) => change({ status: value ?? undefined })}
      />
    </Group>
  );
}

function ClearFilter(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  return (
    <Button variant="default" onClick={() => void navigate({ to: '/payments', search: {} })}>
      {t('action.clear_filter')}
    </Button>
  );
}
