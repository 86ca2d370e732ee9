import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Moment } from '../../ui/moment';
import { Failure, SkeletonLines } from '../../ui/state-view';
import { endOtherSessions, endSession, type OpenSession, sessionsQuery } from './account.api';
import { deviceOf } from './device-name';

/** Where somebody is signed in; the person of this page without `user`. */
export function SessionList({
  user,
}: {
  readonly user?: { readonly id: string; readonly name: string };
}): ReactNode {
  const { t } = useTexts();
  const query = useInfiniteQuery(sessionsQuery(user?.id));
  if (query.isError && !query.data) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <SkeletonLines lines={2} />;
  const sessions = query.data.pages.flatMap(({ items }) => items);
  const others = sessions.filter((session) => !session.is_current);
  return (
    <Stack gap="sm">
      {sessions.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('account.sessions.none')}
        </Text>
      )}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Stack>
      <Group>
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('action.load_more')}
          </Button>
        )}
        {others.length > 0 && <EndOthers user={user} />}
      </Group>
    </Stack>
  );
}

function SessionRow({ session }: { readonly session: OpenSession }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => endSession(session.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const name = useDeviceName(session.user_agent);
  return (
    <Group component="li" justify="space-between" gap="sm" wrap="nowrap" align="start">
      <Box>
        <Group gap="xs">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {session.is_current && (
            <Badge variant="light" tt="none">
              {t('account.sessions.this')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed" component="div">
          {t('account.sessions.seen')} <Moment at={session.last_seen_at} />
          {session.ip !== null && ` · ${session.ip}`}
        </Text>
        {end.error && (
          <Text size="xs" c="red" role="alert">
            {end.error.message}
          </Text>
        )}
      </Box>
      {!session.is_current && (
        <Button
          size="xs"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate()}
          style={{ flexShrink: 0 }}
          aria-label={t('account.sessions.end.named', { name })}
        >
          {t('account.sessions.end')}
        </Button>
      )}
    </Group>
  );
}

function EndOthers({
  user,
}: {
  readonly user: { readonly id: string; readonly name: string } | undefined;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure();
  const end = useMutation({
    mutationFn: () => endOtherSessions(user?.id),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const label = user
    ? t('account.sessions.end_all_of', { name: user.name })
    : t('account.sessions.end_others');
  return (
    <>
      <Button variant="default" onClick={open}>
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        close={close}
        title={label}
        text={t('account.sessions.end_others.text')}
        confirm={label}
        isPending={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate()}
      />
    </>
  );
}

function useDeviceName(userAgent: string | null): string {
  const { t } = useTexts();
  const { browser, system } = deviceOf(userAgent);
  if (browser !== undefined && system !== undefined) {
    return t('account.sessions.device', { browser, system });
  }
  return browser ?? system ?? t('account.sessions.unknown');
}
