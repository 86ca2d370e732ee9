import { Button, Group, Paper, Table, Text, Title } from '@mantine/core';
import { useToggle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';

export interface ChartTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A chart with its sentence, and the same figures as a table for whoever wants to read them. */
export function ChartCard({
  title,
  text,
  table,
  children,
}: {
  readonly title: string;
  /** What the chart shows, in one sentence. */
  readonly text: string;
  readonly table: ChartTable;
  /** Left out where there is nothing to draw. */
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  const [isTable, toggle] = useToggle([false, true]);
  return (
    <Paper withBorder p="sm" component="section" aria-label={title} style={{ minWidth: 0 }}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="start">
        <Title order={3} size="h5">
          {title}
        </Title>
        {children !== undefined && (
          <Button size="compact-xs" variant="subtle" flex="none" onClick={() => toggle()}>
            {t(isTable ? 'chart.as_chart' : 'chart.as_table')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="xs">
        {text}
      </Text>
      {children !== undefined &&
        (isTable ? (
          <FigureTable title={title} table={table} />
        ) : (
          <div role="img" aria-label={`${title}. ${text}`}>
            {children}
          </div>
        ))}
    </Paper>
  );
}

function FigureTable({
  title,
  table: { heads, rows },
}: {
  readonly title: string;
  readonly table: ChartTable;
}): ReactNode {
  return (
    <Table.ScrollContainer minWidth={200} mah={260} tabIndex={0} role="region" aria-label={title}>
      <Table verticalSpacing={4} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, place) => (
              <Table.Th key={head} ta={place === 0 ? 'left' : 'right'}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row[0]}>
              {row.map((cell, place) => (
                <Table.Td key={heads[place]} ta={place === 0 ? 'left' : 'right'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
