import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { type TextKey, useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Moment } from '../../ui/moment';
import { Empty, QueryView } from '../../ui/state-view';
import { hostOf } from './endpoint-actions';
import { ReplayDeliveries } from './replay-deliveries';
import {
  allEndpointsQuery,
  type Endpoint,
  type UndeliveredGroup,
  undeliveredQuery,
} from './webhooks.api';

interface Section {
  readonly title: TextKey;
  readonly text: TextKey;
  readonly holds: (group: UndeliveredGroup) => boolean;
}

const SECTIONS: readonly Section[] = [
  {
    title: 'undelivered.receiver',
    text: 'undelivered.receiver.text',
    holds: ({ status, fault }) => status === 'dead' && fault !== 'hub',
  },
  {
    title: 'undelivered.hub',
    text: 'undelivered.hub.text',
    holds: ({ status, fault }) => status === 'dead' && fault === 'hub',
  },
  {
    title: 'undelivered.parked',
    text: 'undelivered.parked.text',
    holds: ({ status }) => status === 'parked',
  },
];

/** What did not arrive: the receiver's fault, ours, and what waits for an address that is off. */
export function UndeliveredList(): ReactNode {
  const { t } = useTexts();
  const query = useQuery(undeliveredQuery);
  return (
    <QueryView query={query}>
      {({ groups, has_more: hasMore }) =>
        groups.length === 0 ? (
          <Empty text={t('undelivered.empty')} />
        ) : (
          <Stack gap="xl">
            {hasMore && (
              <Text size="sm" c="dimmed">
                {t('undelivered.more')}
              </Text>
            )}
            {SECTIONS.map((section) => (
              <Groups key={section.title} section={section} groups={groups.filter(section.holds)} />
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}

function Groups({
  section,
  groups,
}: {
  readonly section: Section;
  readonly groups: readonly UndeliveredGroup[];
}): ReactNode {
  const { t } = useTexts();
  const endpoints = useQuery(allEndpointsQuery);
  if (groups.length === 0) return null;
  return (
    <Stack gap="sm" component="section">
      <div>
        <Title order={2} size="h4">
          {t(section.title)}
        </Title>
        <Text size="sm" c="dimmed">
          {t(section.text)}
        </Text>
      </div>
      {groups.map((group) => (
        <GroupCard
          key={`${group.endpoint_id} ${group.error ?? ''}`}
          group={group}
          endpoint={endpoints.data?.find(({ id }) => id === group.endpoint_id)}
        />
      ))}
    </Stack>
  );
}

function GroupCard({
  group,
  endpoint,
}: {
  readonly group: UndeliveredGroup;
  readonly endpoint: Endpoint | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  const canChange = useCanChange();
  const host = endpoint ? hostOf(endpoint.url) : '…';
  const isOff = endpoint?.status === 'disabled';
  return (
    <Card withBorder>
      <Group justify="space-between" align="start" gap="sm">
        <Stack gap={4} style={{ flex: '1 1 260px' }}>
          <Anchor
            fw={600}
            size="sm"
            renderRoot={(props) => (
              <Link {...props} to="/webhooks/out/$id" params={{ id: group.endpoint_id }} />
            )}
          >
            {host}
          </Anchor>
          <Text size="sm">{group.cause === null ? group.error : t(`cause.${group.cause}`)}</Text>
          {group.cause !== null && (
            <Text size="sm" c="dimmed">
              {t(`cause.${group.cause}.next`)}
            </Text>
          )}
          <Group gap={4}>
            <Text size="sm" component="span">
              {t('undelivered.count', { count: count(group.count, language) })}
            </Text>
            <Text size="sm" component="span" c="dimmed">
              {t('undelivered.oldest')} <Moment at={group.oldest_at} />
            </Text>
          </Group>
        </Stack>
        <Group gap="sm">
          <Link
            to="/webhooks"
            search={{ tab: 'deliveries', endpoint: group.endpoint_id, delivery: group.status }}
          >
            <Text size="sm">{t('undelivered.look')}</Text>
          </Link>
          {canChange && !isOff && <ReplayGroup group={group} host={host} />}
        </Group>
      </Group>
    </Card>
  );
}

function ReplayGroup({
  group,
  host,
}: {
  readonly group: UndeliveredGroup;
  readonly host: string;
}): ReactNode {
  const { t, language } = useTexts();
  return (
    <ReplayDeliveries
      label={t('delivery.replay.group', { count: count(group.count, language) })}
      host={host}
      body={{
        endpoint_id: group.endpoint_id,
        since: group.oldest_at,
        status: [group.status],
        ...(group.fault !== null && { fault: group.fault }),
        ...(group.error !== null && { error: group.error }),
      }}
    />
  );
}
