import { Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTexts, type TextKey } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Moment } from '../../ui/moment';
import { Failure, QueryView } from '../../ui/state-view';
import type { IssueStatus } from './choices';
import { nextOf, subjectPlace } from './issue-words';
import { changeIssue, type Issue, type IssueDetail, issueQuery, replayIssue } from './issues.api';

/** What it affected, and what can be done about it. */
export function IssueDetails({ issue }: { readonly issue: Issue }): ReactNode {
  const canChange = useCanChange();
  const query = useQuery(issueQuery(issue.id));
  return (
    <QueryView query={query}>
      {(detail) => (
        <Stack gap="sm">
          <Said detail={detail} />
          <NextSteps detail={detail} />
          <Affected detail={detail} />
          {canChange && <Actions detail={detail} />}
        </Stack>
      )}
    </QueryView>
  );
}

function Said({ detail }: { readonly detail: IssueDetail }): ReactNode {
  const { t } = useTexts();
  if (detail.status_changed_by === null || detail.status_changed_at === null) return null;
  if (detail.status === 'open') return null;
  return (
    <Text size="sm">
      {t('issues.by', {
        status: t(`issues.status.${detail.status}`),
        name: detail.status_changed_by,
      })}{' '}
      <Moment at={detail.status_changed_at} />
    </Text>
  );
}

function NextSteps({ detail }: { readonly detail: IssueDetail }): ReactNode {
  const { t } = useTexts();
  const steps = t(nextOf(detail)).split('\n');
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('failure.next')}
      </Text>
      <List type="ordered" size="sm" spacing={2} styles={{ itemWrapper: { display: 'inline' } }}>
        {steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Affected({ detail }: { readonly detail: IssueDetail }): ReactNode {
  const { t } = useTexts();
  if (detail.subjects.length === 0) return <Text size="sm">{t('issues.affected.none')}</Text>;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('issues.affected', { count: detail.subject_count })}
      </Text>
      <List
        size="sm"
        spacing={2}
        listStyleType="none"
        style={{ maxHeight: 220, overflowY: 'auto' }}
        tabIndex={0}
      >
        {detail.subjects.map((subject) => (
          <List.Item key={subject.id}>
            <Subject detail={detail} id={subject.id} /> <Moment at={subject.seen_at} />
          </List.Item>
        ))}
      </List>
      {detail.subject_count > detail.subjects.length && (
        <Text size="xs" c="dimmed">
          {t('issues.affected.more', {
            shown: detail.subjects.length,
            count: detail.subject_count,
          })}
        </Text>
      )}
    </Stack>
  );
}

const SHOWN_OF_ID = 8;

/** The last digits tell ids apart that were made in one minute. */
function Subject({ detail, id }: { readonly detail: IssueDetail; readonly id: string }): ReactNode {
  const { t } = useTexts();
  const { label, href } = subjectPlace(detail, id);
  const text = t(label, { id: `…${id.slice(-SHOWN_OF_ID)}` });
  if (href === undefined) {
    return (
      <Text span size="sm">
        {text}
      </Text>
    );
  }
  return (
    <Anchor component={Link} to={href} underline="always" size="sm">
      {text}
    </Anchor>
  );
}

const STEPS: Readonly<Record<IssueStatus, readonly (readonly [IssueStatus, TextKey])[]>> = {
  open: [
    ['acknowledged', 'issues.acknowledge'],
    ['resolved', 'issues.resolve'],
    ['ignored', 'issues.ignore'],
  ],
  acknowledged: [
    ['resolved', 'issues.resolve'],
    ['ignored', 'issues.ignore'],
  ],
  resolved: [['open', 'issues.reopen']],
  ignored: [['open', 'issues.reopen']],
};

function Actions({ detail }: { readonly detail: IssueDetail }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (status: IssueStatus) => changeIssue(detail.id, status),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['issues'] }),
  });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {detail.replayable > 0 && <Replay detail={detail} />}
        {STEPS[detail.status].map(([status, label]) => (
          <Button
            key={status}
            size="xs"
            variant="default"
            loading={change.isPending && change.variables === status}
            onClick={() => change.mutate(status)}
          >
            {t(label)}
          </Button>
        ))}
      </Group>
      <Text size="xs" c="dimmed">
        {t('issues.resolve.hint')}
      </Text>
      {change.error && <Failure error={change.error} />}
    </Stack>
  );
}

function Replay({ detail }: { readonly detail: IssueDetail }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const replay = useMutation({
    mutationFn: () => replayIssue(detail.id),
    onSuccess: async ({ replayed, remaining }) => {
      setAsking(false);
      notifications.show({
        message: t(remaining > 0 ? 'issues.replayed.more' : 'issues.replayed', {
          count: replayed,
          remaining,
        }),
      });
      await queries.invalidateQueries({ queryKey: ['issues'] });
    },
  });
  const text = detail.kind === 'delivery' ? 'issues.replay.delivery' : 'issues.replay.webhook';
  return (
    <>
      <Button size="xs" onClick={() => setAsking(true)}>
        {t('issues.replay', { count: detail.replayable })}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        close={() => setAsking(false)}
        title={t('issues.replay.title')}
        text={t(text, { count: detail.replayable })}
        confirm={t('issues.replay.confirm', { count: detail.replayable })}
        isPending={replay.isPending}
        error={replay.error}
        onConfirm={() => replay.mutate()}
      />
    </>
  );
}
