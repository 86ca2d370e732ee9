import { Alert, Button, Center, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../lib/api';
import { useTexts } from '../lib/i18n';

/** What a list or a page shows while it has nothing yet, when that failed, and when there is nothing. */
export function QueryView<T>({
  query,
  skeleton,
  children,
}: {
  readonly query: UseQueryResult<T>;
  /** In the shape of what will be there; some lines by default. */
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonLines />;
}

export function SkeletonLines({ lines = 5 }: { readonly lines?: number }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="sm" role="status" aria-label={t('app.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={36} />
      ))}
    </Stack>
  );
}

export function Failure({
  error,
  retry,
}: {
  readonly error: Error;
  readonly retry?: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Alert color="red" variant="light" title={t('error.title')} role="alert">
      <Stack gap="xs">
        <Text size="sm">{useErrorText(error)}</Text>
        {error instanceof ApiError && error.traceId !== undefined && (
          <Text size="xs" c="dimmed">
            {t('error.trace', { trace: error.traceId })}
          </Text>
        )}
        {retry && (
          <Group>
            <Button size="xs" variant="default" onClick={retry}>
              {t('action.retry')}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

/** What went wrong, in words for whoever sits there. */
export function useErrorText(error: Error): string {
  const { t } = useTexts();
  if (!(error instanceof ApiError)) return error.message;
  if (error.status === 0) return t('error.offline');
  if (error.status === 403) return t('error.forbidden');
  if (error.status === 404) return t('error.missing');
  if (error.status === 500) return t('error.server');
  return error.message;
}

/** An invitation where nothing is yet. */
export function Empty({
  text,
  action,
}: {
  readonly text: string;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <Center py="xl">
      <Stack align="center" gap="sm" maw={420}>
        <Text ta="center" c="dimmed">
          {text}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}
