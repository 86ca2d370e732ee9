import { Accordion, Anchor, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty, QueryView } from '../../ui/state-view';
import { hostOf } from './endpoint-actions';
import { groupEvents } from './event-groups';
import { EventName } from './event-name';
import { useSubjectName } from './event-words';
import { Payload } from './payload';
import { ClearFilter } from './webhook-log-filters';
import { type EventKind, eventTypesQuery } from './webhooks.api';

/** Every kind of event that can be subscribed to, for whoever writes the receiver. */
export function EventCatalogue(): ReactNode {
  const { t, pick } = useTexts();
  const search = useSearch({ from: '/shell/webhooks' });
  const navigate = useNavigate();
  const query = useQuery(eventTypesQuery);
  const wanted = (search.q ?? '').trim().toLowerCase();
  const isMeant = ({ event, description }: EventKind): boolean =>
    `${event} ${pick(description)}`.toLowerCase().includes(wanted);
  return (
    <Stack>
      <Text size="sm" maw={640}>
        {t('events.intro')}
      </Text>
      <TextInput
        label={t('endpoint.events.search')}
        maw={360}
        value={search.q ?? ''}
        onChange={({ currentTarget }) =>
          void navigate({
            to: '/webhooks',
            search: { tab: 'events', q: currentTarget.value || undefined },
            replace: true,
          })
        }
      />
      <QueryView query={query}>{(kinds) => <Kinds kinds={kinds.filter(isMeant)} />}</QueryView>
    </Stack>
  );
}

function Kinds({ kinds }: { readonly kinds: readonly EventKind[] }): ReactNode {
  const { t } = useTexts();
  const nameOf = useSubjectName();
  if (kinds.length === 0) {
    return <Empty text={t('list.no_result')} action={<ClearFilter tab="events" />} />;
  }
  return (
    <Stack gap="lg">
      {groupEvents(kinds).map(({ subject, kinds: members }) => (
        <Stack key={subject} gap="xs" component="section">
          <Title order={2} size="h5">
            {nameOf(subject)}
          </Title>
          <Accordion variant="contained" keepMounted={false}>
            {members.map((kind) => (
              <Accordion.Item key={kind.event} value={kind.event}>
                <Accordion.Control>
                  <EventName event={kind.event} />
                </Accordion.Control>
                <Accordion.Panel>
                  <Kind kind={kind} />
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </Stack>
      ))}
    </Stack>
  );
}

function Kind({ kind }: { readonly kind: EventKind }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Text size="sm">
          {t(kind.subscribers.length === 0 ? 'events.nobody' : 'events.subscribers')}
        </Text>
        {kind.subscribers.map(({ id, url }) => (
          <Anchor
            key={id}
            size="sm"
            renderRoot={(props) => <Link {...props} to="/webhooks/out/$id" params={{ id }} />}
          >
            {hostOf(url)}
          </Anchor>
        ))}
      </Group>
      <Payload title={t('events.sample')} body={JSON.stringify(kind.sample)} />
      <Payload title={t('events.schema')} body={JSON.stringify(kind.schema)} />
    </Stack>
  );
}
