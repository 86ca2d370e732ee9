import { Box, Group, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import type { Result, ResultGroup } from './results';
import classes from './search.module.css';

/** What was found, by kind; the one that Enter opens is marked. */
export function SearchResults({
  id,
  groups,
  current,
  idOf,
  open,
}: {
  readonly id: string;
  readonly groups: readonly ResultGroup[];
  readonly current: Result | undefined;
  readonly idOf: (result: Result) => string;
  readonly open: (result: Result) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <div role="listbox" id={id} aria-label={t('search.results')}>
      {groups.map(({ kind, results, hasMore }) => (
        <div role="group" key={kind} aria-labelledby={`${id}-${kind}`}>
          <Text
            id={`${id}-${kind}`}
            role="presentation"
            size="xs"
            fw={600}
            c="dimmed"
            px={10}
            pt={8}
            pb={2}
          >
            {t(`search.kind.${kind}`)}
          </Text>
          {results.map((result) => (
            <Option
              key={result.key}
              id={idOf(result)}
              result={result}
              isCurrent={result.key === current?.key}
              open={() => open(result)}
            />
          ))}
          {hasMore && (
            <Text role="presentation" size="xs" c="dimmed" px={10} pb={4}>
              {t('search.more')}
            </Text>
          )}
        </div>
      ))}
    </div>
  );
}

function Option({
  id,
  result,
  isCurrent,
  open,
}: {
  readonly id: string;
  readonly result: Result;
  readonly isCurrent: boolean;
  readonly open: () => void;
}): ReactNode {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const { title, detail, status, amount, at } = result;
  return (
    // The field keeps the focus and its keys; a row is only pointed at.
    <div
      ref={row}
      role="option"
      id={id}
      aria-selected={isCurrent}
      tabIndex={-1}
      className={classes['option']}
      onClick={open}
    >
      <Box miw={0}>
        <Text fw={500} truncate>
          {title}
        </Text>
        <Group gap={6} wrap="nowrap">
          {detail !== '' && (
            <Text size="sm" c="dimmed" truncate>
              {detail}
            </Text>
          )}
          {at !== undefined && <Moment at={at} />}
        </Group>
      </Box>
      <Box className={classes['facts']}>
        {amount !== '' && <Text size="sm">{amount}</Text>}
        <Text size="sm">{status}</Text>
      </Box>
    </div>
  );
}
