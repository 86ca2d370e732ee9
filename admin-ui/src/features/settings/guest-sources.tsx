import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import type { Erasure, ErasureSource } from './guests.api';

const KNOWN = [
  'payments',
  'subscriptions',
  'integration_logs',
  'webhook_logs',
  'events',
  'audit_log',
] as const;

/** Place by place: how much is there, how much was erased, what stays. */
export function GuestSources({ erasure }: { readonly erasure: Erasure }): ReactNode {
  const { t, language } = useTexts();
  const isErasure = erasure.kind === 'erase';
  return (
    <Table horizontalSpacing="xs" aria-label={t('guests.places')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('guests.place')}</Table.Th>
          <Table.Th ta="right">{t('guests.records')}</Table.Th>
          {isErasure && <Table.Th ta="right">{t('guests.erased')}</Table.Th>}
          <Table.Th ta="right">{t('guests.kept')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody style={{ fontVariantNumeric: 'tabular-nums' }}>
        {erasure.sources.map((source) => (
          <Table.Tr key={source.name}>
            <Table.Td>
              <SourceName source={source} />
            </Table.Td>
            <Table.Td ta="right">{count(source.found, language)}</Table.Td>
            {isErasure && <Table.Td ta="right">{count(source.erased, language)}</Table.Td>}
            <Table.Td ta="right">{count(source.kept, language)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function SourceName({ source }: { readonly source: ErasureSource }): ReactNode {
  const { t } = useTexts();
  const known = KNOWN.find((name) => name === source.name);
  return (
    <Stack gap={0}>
      <Text size="sm">{known === undefined ? source.name : t(`guests.source.${known}`)}</Text>
      <Text size="xs" c="dimmed">
        {known === undefined ? source.keeps : t(`guests.source.${known}.keeps`)}
      </Text>
    </Stack>
  );
}
