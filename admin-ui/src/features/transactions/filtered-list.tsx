import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { DataList } from '../../ui/data-list';
import { Empty } from '../../ui/state-view';
import { FilterBar } from './filter-bar';
import type { TransactionList } from './transaction-kind';
import { useListSearch } from './use-list-search';

/** A list of any kind: its filters in the address, its head, its rows. */
export function FilteredList<T extends { readonly id: string }>({
  list,
  label,
}: {
  readonly list: TransactionList<T>;
  readonly label: string;
}): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const handle = useListSearch();
  const { search } = handle;
  const query = useInfiniteQuery(list.query(search));
  const columns = list.useColumns();
  const isNarrowed = Object.keys(search).length > 0;
  const { Head } = list;
  return (
    <Stack>
      <FilterBar
        handle={handle}
        searchField={{ name: list.search.name, label: t(list.search.label) }}
        filters={list.filters}
      />
      {Head && <Head filter={search} />}
      <DataList
        query={query}
        label={label}
        columns={columns}
        onOpen={(item) => void navigate({ to: list.pathOf(item) })}
        empty={
          <Empty
            text={t(isNarrowed ? 'list.no_result' : list.empty)}
            action={
              isNarrowed && (
                <Button variant="default" onClick={handle.clear}>
                  {t('action.clear_filter')}
                </Button>
              )
            }
          />
        }
      />
    </Stack>
  );
}
