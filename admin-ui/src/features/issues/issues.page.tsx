import { Button, Center, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty, Failure, SkeletonLines } from '../../ui/state-view';
import { ISSUE_KINDS, ISSUE_STATUSES, type IssueKind, type IssueStatus } from './choices';
import { IssueCard } from './issue-card';
import { issuesQuery } from './issues.api';

const route = getRouteApi('/shell/health/issues');
const ALL = 'all';

/** What fails again and again, one entry for each cause. */
export function IssuesPage(): ReactNode {
  const { t } = useTexts();
  const { status = 'open', kind } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (change: { status?: IssueStatus; kind?: IssueKind | undefined }): void =>
    void navigate({ search: { status, kind, ...change }, replace: true });
  return (
    <Stack>
      <Text c="dimmed" maw={640}>
        {t('issues.intro')}
      </Text>
      <Group gap="sm" align="end">
        <SegmentedControl
          aria-label={t('issues.status')}
          data={ISSUE_STATUSES.map((value) => ({ value, label: t(`issues.status.${value}`) }))}
          value={status}
          onChange={(value) => show({ status: value })}
          style={{ maxWidth: '100%' }}
        />
        <Select
          aria-label={t('issues.kind')}
          data={[
            { value: ALL, label: t('issues.kind.all') },
            ...ISSUE_KINDS.map((value) => ({ value, label: t(`issues.kind.${value}`) })),
          ]}
          value={kind ?? ALL}
          allowDeselect={false}
          onChange={(value) => show({ kind: ISSUE_KINDS.find((one) => one === value) })}
        />
      </Group>
      <Issues
        status={status}
        kind={kind}
        clear={() => void navigate({ search: {}, replace: true })}
      />
    </Stack>
  );
}

function Issues({
  status,
  kind,
  clear,
}: {
  readonly status: IssueStatus;
  readonly kind: IssueKind | undefined;
  readonly clear: () => void;
}): ReactNode {
  const { t } = useTexts();
  const { issue: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(issuesQuery({ status, kind }));
  if (query.isError && !query.data) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (!query.data) return <SkeletonLines lines={4} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const isFiltered = status !== 'open' || kind !== undefined;
    return <NoIssues clear={isFiltered ? clear : undefined} />;
  }
  const open = (id: string | undefined): void =>
    void navigate({ search: (search) => ({ ...search, issue: id }), replace: true });
  return (
    <Stack gap="sm" role="list" aria-label={t('issues.list')}>
      {items.map((issue) => (
        <IssueCard
          key={issue.id}
          issue={issue}
          isOpen={issue.id === opened}
          toggle={() => open(issue.id === opened ? undefined : issue.id)}
        />
      ))}
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

function NoIssues({ clear }: { readonly clear: (() => void) | undefined }): ReactNode {
  const { t } = useTexts();
  if (!clear) return <Empty text={t('issues.empty')} />;
  return (
    <Empty
      text={t('list.no_result')}
      action={
        <Button variant="default" onClick={clear}>
          {t('action.clear_filter')}
        </Button>
      }
    />
  );
}
