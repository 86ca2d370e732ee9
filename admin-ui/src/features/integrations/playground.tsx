import { Button, Group, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { previewConnector } from './integrations.api';
import { JsonField } from './json-field';
import { parseJson, pretty } from './json-text';
import { PlaygroundResult } from './playground-result';

const SAMPLE_REQUEST = {
  reference: 'KUNCI-TEST-1',
  order_id: 'ORDER-1',
  amount: 150_000,
  currency: 'IDR',
  description: 'Kamar 101',
};
const SAMPLE_RESPONSE = { status: 200, headers: {}, body: {} };
const SAMPLE_WEBHOOK = { headers: { 'content-type': 'application/json' }, body: {} };

const MODES = ['request', 'response', 'webhook'] as const;
type Mode = (typeof MODES)[number];

/** What the connector makes of sample input: nothing is sent, nothing is saved. */
export function Playground({ connector }: { readonly connector: unknown }): ReactNode {
  const { t } = useTexts();
  const [mode, setMode] = useState<Mode>('request');
  const [operation, setOperation] = useState<string | null>(null);
  const [texts, setTexts] = useState<Readonly<Record<Mode, string>>>({
    request: pretty(SAMPLE_REQUEST),
    response: pretty(SAMPLE_RESPONSE),
    webhook: pretty(SAMPLE_WEBHOOK),
  });
  const preview = useMutation({ mutationFn: previewConnector });
  const operations = namesOf(connector, 'operations');
  const chosen = operation ?? operations[0] ?? null;
  const fields: readonly Mode[] = mode === 'response' ? ['request', 'response'] : [mode];
  const isBroken = fields.some((field) => !parseJson(texts[field]).isValid);
  const run = (): void => preview.mutate(bodyOf({ connector, mode, operation: chosen, texts }));
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t('playground.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('playground.text')}
      </Text>
      <SegmentedControl
        aria-label={t('playground.mode')}
        data={MODES.map((value) => ({ value, label: t(`playground.mode.${value}`) }))}
        value={mode}
        onChange={(value) => {
          setMode(value);
          preview.reset();
        }}
        style={{ alignSelf: 'start' }}
      />
      {mode !== 'webhook' && (
        <Select
          label={t('playground.operation')}
          data={operations}
          value={chosen}
          onChange={setOperation}
          allowDeselect={false}
          maw={320}
        />
      )}
      {fields.map((field) => (
        <JsonField
          key={field}
          label={t(`playground.${field}`)}
          description={t(`playground.${field}.help`)}
          value={texts[field]}
          change={(value) => setTexts({ ...texts, [field]: value })}
        />
      ))}
      <Group>
        <Button
          variant="default"
          loading={preview.isPending}
          disabled={isBroken || connector === undefined}
          onClick={run}
        >
          {t('playground.run')}
        </Button>
      </Group>
      {preview.error && <Failure error={preview.error} />}
      {preview.data && <PlaygroundResult preview={preview.data} />}
    </Stack>
  );
}

function bodyOf({
  connector,
  mode,
  operation,
  texts,
}: {
  readonly connector: unknown;
  readonly mode: Mode;
  readonly operation: string | null;
  readonly texts: Readonly<Record<Mode, string>>;
}): Record<string, unknown> {
  const shared = { connector, credentials: sampleCredentials(connector) };
  if (mode === 'webhook') return { ...shared, webhook: valueOf(texts.webhook) };
  return {
    ...shared,
    operation: operation ?? undefined,
    request: valueOf(texts.request),
    ...(mode === 'response' && { response: valueOf(texts.response) }),
  };
}

function valueOf(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.isValid ? parsed.value : undefined;
}

function namesOf(connector: unknown, part: string): string[] {
  const value = (connector as Readonly<Record<string, unknown>> | undefined)?.[part];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Real keys never leave the hub, so each field gets a made-up value. */
function sampleCredentials(connector: unknown): Record<string, string> {
  const fields = (connector as { credentials?: readonly { key?: string }[] } | undefined)
    ?.credentials;
  return Object.fromEntries((fields ?? []).map(({ key = '' }) => [key, `sample-${key}`]));
}
