import { Box, Button, Card, Center, Group, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';
import type { Page } from '../lib/page-query';
import { Failure, SkeletonLines } from './state-view';

export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => ReactNode;
  readonly align?: 'right';
  /** One of the two facts that a phone shows beside the title. */
  readonly isOnCard?: boolean;
  /** Words that need the whole width of a card, below those facts. */
  readonly isCardLine?: boolean;
}

/** A list in all its states; a table on a wide screen, cards with the facts that matter on a phone. */
export function DataList<T extends { readonly id: string }>({
  query,
  columns,
  label,
  empty,
  onOpen,
}: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  readonly columns: readonly Column<T>[];
  /** What is listed, for screen readers. */
  readonly label: string;
  readonly empty: ReactNode;
  readonly onOpen?: (item: T) => void;
}): ReactNode {
  const { t } = useTexts();
  const isPhone = useMediaQuery('(max-width: 48em)');
  if (query.isError && !query.data) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <SkeletonLines lines={8} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  const Body = isPhone ? CardList : WideTable;
  return (
    <Stack>
      <Body items={items} columns={columns} label={label} onOpen={onOpen} />
      {query.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('action.load_more')}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

interface BodyProps<T> {
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly label: string;
  readonly onOpen: ((item: T) => void) | undefined;
}

function WideTable<T extends { readonly id: string }>({
  items,
  columns,
  label,
  onOpen,
}: BodyProps<T>): ReactNode {
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table highlightOnHover={onOpen !== undefined} verticalSpacing="xs" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, align }) => (
              <Table.Th key={title} ta={align}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.id} {...openable(item, onOpen)}>
              {columns.map(({ title, align, cell }) => (
                <Table.Td key={title} ta={align}>
                  {cell(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function CardList<T extends { readonly id: string }>({
  items,
  columns,
  label,
  onOpen,
}: BodyProps<T>): ReactNode {
  const [first, ...rest] = columns;
  const facts = rest.filter(({ isOnCard }) => isOnCard);
  const lines = rest.filter(({ isCardLine }) => isCardLine);
  return (
    <Stack gap="xs" role="list" aria-label={label}>
      {items.map((item) => (
        <Box role="listitem" key={item.id}>
          <Card withBorder padding="sm" {...openable(item, onOpen)}>
            <Text fw={600} component="div">
              {first?.cell(item)}
            </Text>
            <Group justify="space-between" gap="xs">
              {facts.map(({ title, cell }) => (
                <Box key={title}>{cell(item)}</Box>
              ))}
            </Group>
            {lines.map(({ title, cell }) => (
              <Box key={title} mt={4}>
                {cell(item)}
              </Box>
            ))}
          </Card>
        </Box>
      ))}
    </Stack>
  );
}

/** Opens by click, and by Enter for whoever uses no mouse. */
function openable<T>(item: T, onOpen: ((item: T) => void) | undefined): Record<string, unknown> {
  if (!onOpen) return {};
  return {
    tabIndex: 0,
    style: { cursor: 'pointer' },
    onClick: () => onOpen(item),
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Enter') onOpen(item);
    },
  };
}
