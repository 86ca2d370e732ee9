import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { providersQuery } from '../../lib/providers.api';
import { Moment } from '../../ui/moment';
import { IssueDetails } from './issue-details';
import { operationOf, titleOf } from './issue-words';
import type { Issue } from './issues.api';
import { Trend } from './trend';

/** One cause: what fails where, how often, since when. */
export function IssueCard({
  issue,
  isOpen,
  toggle,
}: {
  readonly issue: Issue;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const today = issue.trend.reduce((sum, one) => sum + one, 0);
  return (
    <Card withBorder padding="sm" role="listitem">
      <Stack gap="xs">
        <Group justify="space-between" align="start" gap="sm">
          <Stack gap={2} style={{ flex: '1 1 240px', minWidth: 0 }}>
            <Title order={2} size="h5">
              {t(titleOf(issue))}
            </Title>
            <Where issue={issue} />
            {issue.message !== null && (
              <Text
                size="sm"
                c="dimmed"
                lineClamp={isOpen ? 8 : 2}
                style={{ overflowWrap: 'anywhere' }}
              >
                {issue.message}
              </Text>
            )}
          </Stack>
          <Stack gap={2}>
            <Text fw={600}>{t('issues.count', { count: count(issue.count, language) })}</Text>
            <Trend counts={issue.trend} />
            <Text size="xs" c="dimmed">
              {t('issues.today', { count: count(today, language) })}
            </Text>
          </Stack>
        </Group>
        <Group justify="space-between" gap="xs">
          <Seen issue={issue} />
          <Button size="xs" variant="default" aria-expanded={isOpen} onClick={toggle}>
            {t(isOpen ? 'issues.close' : 'issues.details')}
          </Button>
        </Group>
        {isOpen && <IssueDetails issue={issue} />}
      </Stack>
    </Card>
  );
}

function Where({ issue }: { readonly issue: Issue }): ReactNode {
  const { t } = useTexts();
  const providers = useQuery(providersQuery);
  const operation = operationOf(issue);
  const provider =
    issue.provider_id === null
      ? undefined
      : (providers.data?.find(({ id }) => id === issue.provider_id)?.name ??
        (providers.data ? t('issues.provider.gone') : undefined));
  const parts = [
    provider,
    operation && t(operation, { operation: issue.operation }),
    issue.code === null ? undefined : `HTTP ${issue.code}`,
  ].filter((part) => part !== undefined && part !== '');
  return <Text size="sm">{parts.join(' · ')}</Text>;
}

function Seen({ issue }: { readonly issue: Issue }): ReactNode {
  const { t } = useTexts();
  return (
    <Group gap="xs">
      {issue.status === 'open' && issue.reopened_at !== null && (
        <Badge color="orange" variant="light">
          {t('issues.reopened')}
        </Badge>
      )}
      <Text size="sm" c="dimmed">
        {t('issues.first')} <Moment at={issue.first_seen_at} />
      </Text>
      <Text size="sm" c="dimmed">
        {t('issues.last')} <Moment at={issue.last_seen_at} />
      </Text>
    </Group>
  );
}
