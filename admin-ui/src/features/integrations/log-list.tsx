import { Accordion, Button, Center, Group, Stack, Text } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { Page } from '../../lib/page-query';
import { Mark } from '../../ui/mark';
import { Failure, SkeletonLines } from '../../ui/state-view';

/** Entries that unfold; what is folded is not there yet. */
export function LogList<T extends { readonly id: string }>({
  query,
  empty,
  head,
  body,
}: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  readonly empty: ReactNode;
  readonly head: (item: T) => ReactNode;
  readonly body: (item: T) => ReactNode;
}): ReactNode {
  const { t } = useTexts();
  if (query.isError && !query.data) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <SkeletonLines lines={8} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <Stack>
      <Accordion
        variant="contained"
        keepMounted={false}
        styles={{ chevron: { marginInlineStart: 12 } }}
      >
        {items.map((item) => (
          <Accordion.Item key={item.id} value={item.id}>
            <Accordion.Control px="sm">{head(item)}</Accordion.Control>
            <Accordion.Panel>{body(item)}</Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
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

/** One folded entry: whether it went well, what it was, further facts at the end. */
export function LogLine({
  isOk,
  title,
  children,
}: {
  /** Left out where nothing could have failed. */
  readonly isOk?: boolean;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Group justify="space-between" gap="xs">
      <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
        {isOk !== undefined && <Mark isOk={isOk} />}
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
      </Group>
      <Group gap="sm">{children}</Group>
    </Group>
  );
}
