import { Group, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useOperationName } from '../../lib/operation-names';
import { NARROW } from '../../ui/section';
import { costText } from './cost-text';
import type { UsageItem } from './usage.api';

interface Props {
  readonly items: readonly UsageItem[];
  readonly name: string;
}

/** What one provider was asked for: a table, or on a phone two lines for each operation. */
export function UsedOperations({ items, name }: Props): ReactNode {
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  return isNarrow ? (
    <OperationLines items={items} name={name} />
  ) : (
    <OperationTable items={items} name={name} />
  );
}

function OperationTable({ items, name }: Props): ReactNode {
  const { t, language } = useTexts();
  const operationName = useOperationName();
  return (
    <Table aria-label={t('usage.operations', { name })} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('usage.operation')}</Table.Th>
          <Table.Th ta="right">{t('usage.calls')}</Table.Th>
          <Table.Th ta="right">{t('usage.failed')}</Table.Th>
          <Table.Th ta="right">{t('usage.cost')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody style={{ fontVariantNumeric: 'tabular-nums' }}>
        {items.map((item) => (
          <Table.Tr key={item.operation}>
            <Table.Td>{operationName(item.operation)}</Table.Td>
            <Table.Td ta="right">{count(item.calls, language)}</Table.Td>
            <Table.Td ta="right">{count(item.failed, language)}</Table.Td>
            <Table.Td ta="right">{costText(item.costs, language)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function OperationLines({ items, name }: Props): ReactNode {
  const { t, language } = useTexts();
  const operationName = useOperationName();
  return (
    <Stack gap="xs" role="list" aria-label={t('usage.operations', { name })}>
      {items.map((item) => (
        <Group key={item.operation} justify="space-between" gap="xs" role="listitem">
          <div>
            <Text size="sm">{operationName(item.operation)}</Text>
            <Text size="xs" c="dimmed">
              {t('usage.line', {
                calls: count(item.calls, language),
                failed: count(item.failed, language),
              })}
            </Text>
          </div>
          <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {costText(item.costs, language)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
