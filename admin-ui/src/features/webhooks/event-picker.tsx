import { Checkbox, Fieldset, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { QueryView } from '../../ui/state-view';
import { covers, type EventGroup, groupEvents, togglePattern } from './event-groups';
import { useEventWords, useSubjectName } from './event-words';
import { type EventKind, eventTypesQuery } from './webhooks.api';

interface PickerProps {
  readonly chosen: readonly string[];
  readonly change: (chosen: string[]) => void;
}

/** Which events an address hears of: single ones, a whole subject, or all. */
export function EventPicker({
  chosen,
  change,
  error,
}: PickerProps & { readonly error: string | undefined }): ReactNode {
  const { t, pick } = useTexts();
  const [search, setSearch] = useState('');
  const query = useQuery(eventTypesQuery);
  const isMeant = ({ event, description }: EventKind): boolean =>
    `${event} ${pick(description)}`.toLowerCase().includes(search.trim().toLowerCase());
  return (
    <Fieldset legend={t('endpoint.events')}>
      <Stack gap="sm">
        <Checkbox
          label={t('endpoint.events.all')}
          description={t('endpoint.events.all.help')}
          checked={chosen.includes('*')}
          onChange={() => change(togglePattern(chosen, '*'))}
        />
        {!chosen.includes('*') && (
          <>
            <TextInput
              label={t('endpoint.events.search')}
              value={search}
              onChange={({ currentTarget }) => setSearch(currentTarget.value)}
            />
            <QueryView query={query}>
              {(kinds) => (
                <ScrollArea.Autosize mah={300} type="auto" viewportProps={{ tabIndex: 0 }}>
                  <Stack gap="md">
                    {groupEvents(kinds.filter(isMeant)).map((group) => (
                      <Group key={group.subject} group={group} chosen={chosen} change={change} />
                    ))}
                  </Stack>
                </ScrollArea.Autosize>
              )}
            </QueryView>
            <Others chosen={chosen} kinds={query.data} />
          </>
        )}
        {error !== undefined && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}

function Group({
  group: { subject, kinds },
  chosen,
  change,
}: PickerProps & { readonly group: EventGroup<EventKind> }): ReactNode {
  const { t } = useTexts();
  const nameOf = useSubjectName();
  const wordsOf = useEventWords();
  const whole = `${subject}.*`;
  const isWhole = chosen.includes(whole);
  return (
    <Stack gap={6}>
      <Checkbox
        label={t('endpoint.events.group', { subject: nameOf(subject) })}
        fw={600}
        checked={isWhole}
        onChange={() => change(togglePattern(chosen, whole))}
      />
      {kinds.map(({ event }) => (
        <Checkbox
          key={event}
          ml="lg"
          label={wordsOf(event)}
          description={event}
          checked={isWhole || chosen.includes(event)}
          disabled={isWhole}
          onChange={() => change(togglePattern(chosen, event))}
        />
      ))}
    </Stack>
  );
}

/** Names that only the PMS publishes stay as they are. */
function Others({
  chosen,
  kinds = [],
}: {
  readonly chosen: readonly string[];
  readonly kinds: readonly EventKind[] | undefined;
}): ReactNode {
  const { t } = useTexts();
  const others = chosen.filter((one) => !kinds.some(({ event }) => covers(one, event)));
  if (others.length === 0 || kinds.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('endpoint.events.others', { events: others.join(', ') })}
    </Text>
  );
}
