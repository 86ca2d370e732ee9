import { Code, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateTime } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import { Facts } from '../../ui/facts';
import { changesBetween, partsOf } from './audit-changes';
import { useAuditSentence } from './audit-sentence';
import { useFieldName } from './audit-fields';
import { useKnownName, useValueText } from './audit-values';
import type { AuditEntry } from './audit.api';

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
  const nameOf = useFieldName(useKnownName());
  const textOf = useValueText();
  const changes = changesBetween(entry.before, entry.after).filter(({ path }) => path !== '');
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('audit.no_changes')}
      </Text>
    );
  }
  const isNew = changes.every(({ before }) => before === undefined);
  const isGone = changes.every(({ after }) => after === undefined);
  return (
    <Table aria-label={t('audit.changes')} horizontalSpacing={4} fz="sm" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('audit.field')}</Table.Th>
          {!isNew && <Table.Th>{t('audit.before')}</Table.Th>}
          {!isGone && <Table.Th>{t('audit.after')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
        {changes.map(({ path, before, after }) => (
          <Table.Tr key={path}>
            <Table.Td>{nameOf(path)}</Table.Td>
            {!isNew && <Table.Td>{textOf(partsOf(path).field, before)}</Table.Td>}
            {!isGone && <Table.Td>{textOf(partsOf(path).field, after)}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function actorType(type: string): 'user' | 'api_key' | 'system' {
  return type === 'user' || type === 'api_key' ? type : 'system';
}
