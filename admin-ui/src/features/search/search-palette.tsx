import { Box, Button, Loader, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import { useProperty } from '../../lib/property';
import { Failure } from '../../ui/state-view';
import { groupsOf, pagesFor, type Result, type ResultGroup } from './results';
import { SearchIcon } from './search-icon';
import classes from './search.module.css';
import { SearchResults } from './search-results';
import { searchQuery, SHORTEST } from './search.api';
import { usePages } from './use-pages';

const TYPING_MS = 150;

/** Field and results; the arrow keys walk through them, Enter opens. */
export function SearchPalette({
  close,
  isPhone,
}: {
  readonly close: () => void;
  readonly isPhone: boolean;
}): ReactNode {
  const { t } = useTexts();
  const router = useRouter();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const { query, groups, isAsking } = useResults(typed);
  const results = groups.flatMap((group) => group.results);
  const current = results[Math.min(place, results.length - 1)];
  const open = ({ href }: Result): void => {
    close();
    router.history.push(href);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined && results.length > 0) {
      event.preventDefault();
      setPlace((Math.min(place, results.length - 1) + step + results.length) % results.length);
    }
    if (event.key === 'Enter' && current && !isAsking) open(current);
  };
  return (
    <>
      <Box className={classes['top']}>
        <TextInput
          variant="unstyled"
          style={{ flex: 1 }}
          size="md"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={results.length > 0}
          aria-controls={listId}
          aria-activedescendant={current && idOf(listId, current)}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={100}
          placeholder={t('app.search')}
          leftSection={isAsking ? <Loader size={16} /> : <SearchIcon />}
          value={typed}
          onChange={({ currentTarget: { value } }) => {
            setTyped(value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
          data-autofocus
        />
        <Button variant="subtle" size="compact-sm" onClick={close}>
          {t('action.close')}
        </Button>
      </Box>
      <Box className={classes['list']} data-phone={isPhone || undefined}>
        {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
        <Announcement typed={typed} isAsking={isAsking} count={results.length} />
        <SearchResults
          id={listId}
          groups={groups}
          current={current}
          idOf={(result) => idOf(listId, result)}
          open={open}
        />
      </Box>
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function useResults(typed: string) {
  const { t, language } = useTexts();
  const featureName = useFeatureName();
  const { id: property } = useProperty();
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS);
  const query = useQuery(searchQuery(q, property));
  const isLongEnough = typed.trim().length >= SHORTEST;
  const pages = pagesFor(typed, usePages());
  const answer = isLongEnough ? query.data : undefined;
  const groups: ResultGroup[] = groupsOf(answer, pages, { t, language, featureName });
  const isAsking = isLongEnough && (q !== typed.trim() || query.isFetching);
  return { query, groups, isAsking };
}

/** What is to be known beside the list, also for those who only hear it. */
function Announcement({
  typed,
  isAsking,
  count,
}: {
  readonly typed: string;
  readonly isAsking: boolean;
  readonly count: number;
}): ReactNode {
  const { t } = useTexts();
  const isEmpty = typed.trim().length < SHORTEST;
  const isNone = !isEmpty && !isAsking && count === 0;
  return (
    <Box role="status" px="xs" pb={isEmpty || isNone ? 'xs' : 0}>
      {isEmpty && (
        <Text size="sm" c="dimmed">
          {t('search.hint')}
        </Text>
      )}
      {isNone && (
        <>
          <Text size="sm">{t('search.none', { query: typed.trim() })}</Text>
          <Text size="sm" c="dimmed">
            {t('search.none.help')}
          </Text>
        </>
      )}
      {!isEmpty && !isAsking && count > 0 && (
        <VisuallyHidden>{t('search.count', { count })}</VisuallyHidden>
      )}
    </Box>
  );
}

function idOf(listId: string, { key }: Result): string {
  return `${listId}-${key}`;
}
