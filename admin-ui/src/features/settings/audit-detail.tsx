import { Code, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { dateTime } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { providersQuery } from '../../lib/providers.api';
import { propertiesQuery, useZone } from '../../lib/zone';
import { Facts } from '../../ui/facts';
import { changesBetween, isMasked } from './audit-changes';
import { useAuditSentence } from './audit-sentence';
import { useFieldName } from './audit-fields';
import type { AuditEntry } from './audit.api';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** One entry: the sentence, where it came from, and every value old and new. */
export function AuditDetail({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const sentenceOf = useAuditSentence();
  const { actor, ip, trace_id: trace } = entry;
  return (
    <Stack>
      <Text fw={600}>{sentenceOf(entry)}</Text>
      <Facts
        facts={[
          [t('audit.when'), dateTime(entry.at, zone, language)],
          [t('audit.who'), `${actor.name} (${t(`audit.actor.${actorType(actor.type)}`)})`],
          [t('audit.ip'), ip ?? '–'],
          [t('audit.action'), <Code key="action">{entry.action}</Code>],
          [t('audit.subject_id'), <Code key="id">{entry.subject.id}</Code>],
          ...(trace === null
            ? []
            : [[t('audit.trace'), <Code key="trace">{trace}</Code>] as const]),
        ]}
      />
      <Changes entry={entry} />
    </Stack>
  );
}

function Changes({ entry }: { readonly entry: AuditEntry }): ReactNode {
  const { t } = useTexts();
  const nameOf = useFieldName();
  const textOf = useValueText();
  const changes = changesBetween(entry.before, entry.after).filter(({ path }) => path !== '');
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('audit.no_changes')}
      </Text>
    );
  }
  return (
    <Table aria-label={t('audit.changes')} horizontalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('audit.field')}</Table.Th>
          <Table.Th>{t('audit.before')}</Table.Th>
          <Table.Th>{t('audit.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
        {changes.map(({ path, before, after }) => (
          <Table.Tr key={path}>
            <Table.Td>{nameOf(path)}</Table.Td>
            <Table.Td>{textOf(before)}</Table.Td>
            <Table.Td>{textOf(after)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** A value as people read it: ids of known things by name, moments by the clock of the property. */
function useValueText(): (value: unknown) => string {
  const { t, language } = useTexts();
  const zone = useZone();
  const providers = useQuery(providersQuery).data ?? [];
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  const names = new Map([...providers, ...properties].map(({ id, name }) => [id, name]));
  const words = (text: string): string =>
    ISO.test(text) ? dateTime(text, zone, language) : (names.get(text) ?? text);
  const textOf = (value: unknown): string => {
    if (isNothing(value)) return NOTHING;
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'string') return words(value);
    if (Array.isArray(value)) return value.map(textOf).join(', ');
    return isMasked(value) ? maskOf(value) : JSON.stringify(value);
  };
  return textOf;
}

const NOTHING = '–';

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function maskOf({ set, last4 }: { readonly set: boolean; readonly last4?: string | null }): string {
  return set ? `••••${last4 ?? ''}` : NOTHING;
}

function actorType(type: string): 'user' | 'api_key' | 'system' {
  return type === 'user' || type === 'api_key' ? type : 'system';
}
