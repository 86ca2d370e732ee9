import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import { Empty } from '../../ui/state-view';
import { historyQuery } from './integrations.api';
import { differences } from './json-text';
import { LogLine, LogList } from './log-list';
import { Differences } from './preset-update';
import type { TabProps } from './provider.page';

const ACTIONS: Readonly<Record<string, TextKey>> = {
  'provider.created': 'history.created',
  'provider.updated': 'history.updated',
  'provider.archived': 'history.archived',
  'provider.paused': 'history.paused',
  'provider.resumed': 'history.resumed',
  'provider.breaker_forced': 'history.breaker',
};

/** Who changed what; secrets never stand here. */
export function HistoryTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const history = useInfiniteQuery(historyQuery(provider.id));
  const nameOf = (action: string): string => {
    const known = ACTIONS[action];
    return known === undefined ? action : t(known);
  };
  return (
    <LogList
      query={history}
      empty={<Empty text={t('history.empty')} />}
      head={(entry) => (
        <LogLine isOk title={nameOf(entry.action)}>
          <Text size="sm" c="dimmed">
            {entry.actor.name}
          </Text>
          <Moment at={entry.at} />
        </LogLine>
      )}
      body={(entry) => <Differences found={differences(entry.before ?? {}, entry.after ?? {})} />}
    />
  );
}
