import {
  Button,
  Code,
  CopyButton,
  Group,
  SegmentedControl,
  Stack,
  Table,
  Title,
} from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { readPayload } from './payload-format';

const WRAP = { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } as const;

/** A body as it came, or made readable. */
export function Payload({
  title,
  body,
  contentType,
}: {
  readonly title: string;
  readonly body: string;
  readonly contentType?: string | undefined;
}): ReactNode {
  const { t } = useTexts();
  const [isRaw, setRaw] = useState(false);
  const payload = readPayload(body, contentType);
  const hasForms = payload.kind === 'form' || payload.kind !== 'text';
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3} size="h5">
          {title}
        </Title>
        <Group gap="xs">
          {hasForms && (
            <SegmentedControl
              size="xs"
              aria-label={t('payload.view')}
              value={isRaw ? 'raw' : 'pretty'}
              onChange={(view) => setRaw(view === 'raw')}
              data={[
                { value: 'pretty', label: t('payload.pretty') },
                { value: 'raw', label: t('payload.raw') },
              ]}
            />
          )}
          <CopyText value={body} what={title} />
        </Group>
      </Group>
      {payload.kind === 'form' && !isRaw ? (
        <FieldTable label={title} fields={payload.fields} />
      ) : (
        <CodeText label={title}>{shown(payload, body, isRaw)}</CodeText>
      )}
    </Stack>
  );
}

function shown(payload: ReturnType<typeof readPayload>, body: string, isRaw: boolean): string {
  return isRaw || payload.kind === 'form' ? body : payload.text;
}

/** Scrolls inside itself, so it can be reached by keyboard. */
export function CodeText({
  label,
  children,
}: {
  readonly label: string;
  readonly children: string;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Code block style={WRAP} mah={420} tabIndex={0} role="region" aria-label={label}>
      {children === '' ? t('payload.empty') : children}
    </Code>
  );
}

export function FieldTable({
  label,
  fields,
}: {
  readonly label: string;
  readonly fields: readonly (readonly [string, string])[];
}): ReactNode {
  return (
    <Table aria-label={label} withTableBorder layout="fixed">
      <Table.Tbody>
        {fields.map(([name, value], i) => (
          <Table.Tr key={`${i}-${name}`}>
            <Table.Th w="38%" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function CopyText({
  value,
  what,
}: {
  readonly value: string;
  readonly what: string;
}): ReactNode {
  const { t } = useTexts();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          onClick={copy}
          aria-label={`${t('action.copy')}: ${what}`}
        >
          {copied ? t('action.copied') : t('action.copy')}
        </Button>
      )}
    </CopyButton>
  );
}
