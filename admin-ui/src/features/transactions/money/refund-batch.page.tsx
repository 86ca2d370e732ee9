import { Button, Card, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { DataList } from '../../../ui/data-list';
import { Facts } from '../../../ui/facts';
import { Empty, QueryView } from '../../../ui/state-view';
import { useListSearch } from '../use-list-search';
import { BatchStatus } from './batch-status';
import { MoneyPage } from './money-page';
import {
  type BatchItem,
  batchItemsQuery,
  batchQuery,
  cancelBatch,
  type RefundBatch,
} from './money.api';

const STATUSES: readonly BatchItem['status'][] = [
  'queued',
  'running',
  'pending',
  'succeeded',
  'failed',
  'cancelled',
];

/** How one batch stands, and why each failed item failed. */
export function RefundBatchPage(): ReactNode {
  const { id } = useParams({ from: '/shell/payments/refund-batches/$id' });
  const { t } = useTexts();
  const query = useQuery(batchQuery(id));
  return (
    <MoneyPage
      title={t('batch.title')}
      back={{ to: '/payments/refund-batches', label: 'batches.to_list' }}
      action={query.data && <CancelButton batch={query.data} />}
    >
      <QueryView query={query}>{(batch) => <Counts batch={batch} />}</QueryView>
      <Items id={id} />
    </MoneyPage>
  );
}

function Counts({ batch }: { readonly batch: RefundBatch }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Card withBorder maw={480}>
      <Stack gap="xs">
        <BatchStatus status={batch.status} />
        <Facts
          facts={[
            ...STATUSES.filter((status) => batch[status] > 0).map(
              (status) => [t(`batch.item.${status}`), count(batch[status], language)] as const,
            ),
            [t('batch.total'), count(batch.total, language)],
          ]}
        />
      </Stack>
    </Card>
  );
}

function Items({ id }: { readonly id: string }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { search, change } = useListSearch();
  const status = STATUSES.find((one) => one === search['status']);
  const query = useInfiniteQuery(batchItemsQuery(id, status));
  return (
    <Stack>
      <Select
        label={t('payments.status')}
        placeholder={t('filter.any')}
        clearable
        maw={260}
        data={STATUSES.map((value) => ({ value, label: t(`batch.item.${value}`) }))}
        value={status ?? null}
        onChange={(value) => change({ status: value ?? undefined })}
      />
      <DataList
        query={query}
        label={t('batch.items')}
        onOpen={(item) => void navigate({ to: `/payments/${item.payment_id}` })}
        empty={<Empty text={t(status ? 'list.no_result' : 'list.empty')} />}
        columns={[
          {
            title: t('batch.number'),
            cell: (item) => (
              <Text size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>
                {t('batch.item', { number: item.number })}
              </Text>
            ),
          },
          {
            title: t('payments.status'),
            cell: (item) => <Text size="sm">{t(`batch.item.${item.status}`)}</Text>,
            isOnCard: true,
          },
          {
            title: t('batch.error'),
            cell: (item) => item.error && <Text size="sm">{item.error.message}</Text>,
            isCardLine: true,
          },
        ]}
      />
    </Stack>
  );
}

function CancelButton({ batch }: { readonly batch: RefundBatch }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure();
  const cancel = useMutation({
    mutationFn: () => cancelBatch(batch.id),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['refund-batches'] });
    },
  });
  const isOver = batch.status !== 'queued' && batch.status !== 'running';
  if (isOver || !canChange) return null;
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('batch.cancel')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        close={close}
        title={t('batch.cancel.title')}
        text={t('batch.cancel.text', { count: batch.queued })}
        confirm={t('batch.cancel')}
        isPending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
