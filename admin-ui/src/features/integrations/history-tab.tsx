import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import { Empty } from '../../ui/state-view';
import { type AuditLogEntry, historyQuery } from './integrations.api';
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
  'provider.ordered': 'history.ordered',
  'provider.key_rotated': 'history.key_rotated',
  'provider.usage_limits_changed': 'history.limits',
  'breaker.opened': 'history.breaker_opened',
  'breaker.closed': 'history.breaker_closed',
};

const FIELDS: Readonly<Record<string, TextKey>> = {
  name: 'provider.name',
  environment: 'environment.label',
  is_active: 'audit.field.is_active',
  is_default: 'audit.field.is_default',
  version: 'audit.field.version',
  credentials_set: 'audit.field.credentials_set',
  credentials_changed: 'audit.field.credentials_changed',
  base_urls: 'provider.settings.base_urls',
  extra_config: 'provider.settings.extra_config',
  extra_header_names: 'provider.settings.extra_headers',
  fees: 'provider.settings.fees',
  reason: 'audit.field.reason',
};

/** Who changed what; secrets never stand here. */
export function HistoryTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const history = useInfiniteQuery(historyQuery(provider.id));
  const nameOf = (action: string): string => {
    const known = ACTIONS[action];
    return known === undefined ? t('history.other', { action }) : t(known);
  };
  return (
    <LogList
      query={history}
      empty={<Empty text={t('history.empty')} />}
      head={(entry) => (
        <LogLine title={nameOf(entry.action)}>
          <Text size="sm" c="dimmed">
            {entry.actor.type === 'system' ? t('audit.system') : entry.actor.name}
          </Text>
          <Moment at={entry.at} />
        </LogLine>
      )}
      body={(entry) => <Changes entry={entry} />}
    />
  );
}

function Changes({ entry }: { readonly entry: AuditLogEntry }): ReactNode {
  const { t } = useTexts();
  const found = differences(entry.before ?? {}, entry.after ?? {}).filter(
    ({ before, after }) => !(isNothing(before) && isNothing(after)),
  );
  const nameOf = (path: string): string => {
    const [field = path, ...rest] = path.split('.');
    const known = FIELDS[field];
    return [known === undefined ? field.replaceAll('_', ' ') : t(known), ...rest].join(' · ');
  };
  return <Differences found={found.map((one) => ({ ...one, path: nameOf(one.path) }))} />;
}

/** What a new thing has none of is no news. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
