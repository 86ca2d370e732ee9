import { Anchor, Box, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { count, money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { HrefLink } from '../../ui/href-link';
import type { Overview } from './overview.api';

type Figure = Overview['figures'][number];

const TILES = [
  { id: 'payments', href: '/payments' },
  { id: 'messages', href: '/integrations?category=whatsapp' },
  { id: 'webhooks', href: '/webhooks?tab=in' },
] as const;
type TileId = (typeof TILES)[number]['id'];

/** What happened today on the property's calendar, with yesterday beside it. */
export function Today({ overview }: { readonly overview: Overview }): ReactNode {
  const { t, language } = useTexts();
  const day = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${overview.day}T00:00:00Z`));
  return (
    <Stack gap="sm" component="section" aria-labelledby="overview-today">
      <Group gap="xs" align="baseline">
        <Title order={2} size="h4" id="overview-today">
          {t('overview.today')}
        </Title>
        <Text size="sm" c="dimmed">
          {day}
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        {TILES.map(({ id, href }) => (
          <Tile
            key={id}
            id={id}
            href={href}
            figure={overview.figures.find((figure) => figure.id === id)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Tile({
  id,
  href,
  figure,
}: {
  readonly id: TileId;
  readonly href: string;
  readonly figure: Figure | undefined;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Paper withBorder p="md">
      <Anchor size="sm" c="dimmed" renderRoot={(props) => <HrefLink {...props} href={href} />}>
        {t(`overview.figure.${id}`)}
      </Anchor>
      {figure ? (
        <Box>
          <Value id={id} day={figure.today} isMain />
          <Group gap={6} align="baseline">
            <Text size="sm" c="dimmed">
              {t('overview.yesterday')}
            </Text>
            <Value id={id} day={figure.yesterday} />
          </Group>
        </Box>
      ) : (
        <Text size="sm" mt={4}>
          {t('overview.not_connected')}
        </Text>
      )}
    </Paper>
  );
}

/** Money first where it is about money, then how many. */
function Value({
  id,
  day,
  isMain = false,
}: {
  readonly id: TileId;
  readonly day: Figure['today'];
  readonly isMain?: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const number = t(`overview.unit.${id}`, { count: count(day.count, language) });
  const sums = day.sums.map(({ amount, currency }) => money(amount, currency, language));
  const [first = number, ...rest] = [...sums, ...(sums.length > 0 ? [number] : [])];
  if (!isMain) return <Text size="sm">{[first, ...rest].join(' · ')}</Text>;
  return (
    <>
      <Text size="xl" fw={700}>
        {first}
      </Text>
      {rest.length > 0 && <Text size="sm">{rest.join(' · ')}</Text>}
    </>
  );
}

export function TodaySkeleton(): ReactNode {
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      {TILES.map(({ id }) => (
        <Skeleton key={id} height={108} radius="md" />
      ))}
    </SimpleGrid>
  );
}
