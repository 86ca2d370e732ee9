import { Box, Center, Container, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../../lib/api';
import { categoryName, isCategory } from '../../lib/categories';
import { useTexts } from '../../lib/i18n';
import { LanguageSwitch } from '../../ui/language-switch';
import { Failure, SkeletonLines } from '../../ui/state-view';
import { type StatusAnswer, statusQuery } from './status.api';

type Category = StatusAnswer['categories'][number];
type State = Category['state'];

const LOCALES = { id: 'id-ID', en: 'en-GB' } as const;
/** The form differs too, so that nobody needs to tell colours apart. */
const DOTS: Readonly<Record<State, readonly [color: string, mark: string]>> = {
  fine: ['teal', '✓'],
  slow: ['yellow', '…'],
  troubled: ['orange', '!'],
  paused: ['gray', 'II'],
  down: ['red', '✕'],
};

/** Big words for a phone or a screen on the wall: what works, what does not, since when. */
export function StatusPage({ linkKey }: { readonly linkKey: string }): ReactNode {
  const { t } = useTexts();
  useDocumentTitle(t('status_page.title'));
  const query = useQuery(statusQuery(linkKey));
  const isInvalid =
    linkKey === '' || (query.error instanceof ApiError && query.error.status === 404);
  return (
    <Container size="lg" py="lg" component="main">
      <Stack gap="lg">
        <Group justify="space-between" gap="sm">
          <Title order={1} size="h2">
            {query.data?.name ?? t('status_page.title')}
          </Title>
          <LanguageSwitch />
        </Group>
        {isInvalid ? <NoLink /> : <Current query={query} />}
      </Stack>
    </Container>
  );
}

function NoLink(): ReactNode {
  const { t } = useTexts();
  return (
    <Center mih="40dvh">
      <Stack align="center" gap="xs" maw={480}>
        <Title order={2} size="h3">
          {t('status_page.no_link.title')}
        </Title>
        <Text ta="center">{t('status_page.no_link')}</Text>
      </Stack>
    </Center>
  );
}

function Current({
  query,
}: {
  readonly query: {
    readonly data: StatusAnswer | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
}): ReactNode {
  const { t } = useTexts();
  const { data, error } = query;
  const timeOf = useTime(data?.time_zone);
  if (!data) {
    return error ? (
      <Failure error={error} retry={() => void query.refetch()} />
    ) : (
      <SkeletonLines lines={4} />
    );
  }
  const isFine = data.categories.every(({ state }) => state === 'fine');
  const time = timeOf(data.checked_at);
  return (
    <>
      <Text fz={{ base: 24, sm: 36 }} fw={700} role="status">
        {data.categories.length === 0
          ? t('status_page.empty')
          : t(isFine ? 'status_page.fine' : 'status_page.trouble')}
      </Text>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {data.categories.map((category) => (
          <Line key={category.category} category={category} timeOf={timeOf} />
        ))}
      </Stack>
      <Text c={error ? 'red' : 'dimmed'} role={error ? 'alert' : undefined}>
        {t(error ? 'status_page.lost' : 'status_page.updated', { time })}
      </Text>
    </>
  );
}

function Line({
  category: { category, state, since, providers },
  timeOf,
}: {
  readonly category: Category;
  readonly timeOf: (iso: string) => string;
}): ReactNode {
  const { t } = useTexts();
  const name = isCategory(category) ? t(categoryName(category)) : category;
  return (
    <Paper withBorder p="md" component="li">
      <Group gap="md" wrap="nowrap" align="start">
        <Dot state={state} />
        <Box style={{ minWidth: 0 }}>
          <Text fz={{ base: 22, sm: 30 }} fw={600} lh={1.25}>
            {t(`status_page.state.${state}`, { category: name })}{' '}
            {since !== null && t('status_page.since', { time: timeOf(since) })}
          </Text>
          {providers?.map((provider) => (
            <Text key={provider.name} fz={{ base: 16, sm: 20 }}>
              {provider.name}: {t(`status_page.word.${provider.state}`)}
            </Text>
          ))}
        </Box>
      </Group>
    </Paper>
  );
}

function Dot({ state }: { readonly state: State }): ReactNode {
  const [color, mark] = DOTS[state];
  return (
    <Center
      w={36}
      h={36}
      aria-hidden="true"
      style={{
        flex: 'none',
        borderRadius: '50%',
        color: 'white',
        fontWeight: 700,
        background: `var(--mantine-color-${color}-8)`,
      }}
    >
      {mark}
    </Center>
  );
}

/** `14.05`, with the day where it was another one. */
function useTime(zone: string | undefined): (iso: string) => string {
  const { language } = useTexts();
  const locale = LOCALES[language];
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'short' });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  });
  return (iso) => {
    const at = new Date(iso);
    const isToday = day.format(at) === day.format(new Date());
    return isToday ? time.format(at) : `${day.format(at)} ${time.format(at)}`;
  };
}
