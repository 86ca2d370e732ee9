import { Button, Code, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { previewConnector } from './integrations.api';
import { JsonField } from './json-field';
import { parseJson, pretty } from './json-text';

const SAMPLE_REQUEST = {
  reference: 'KUNCI-TEST-1',
  order_id: 'ORDER-1',
  amount: 150_000,
  currency: 'IDR',
  description: 'Kamar 101',
};

/** What the connector makes of sample input: nothing is sent, nothing is saved. */
export function Playground({ connector }: { readonly connector: unknown }): ReactNode {
  const { t } = useTexts();
  const operations = namesOf(connector, 'operations');
  const [operation, setOperation] = useState<string | null>(null);
  const [request, setRequest] = useState(pretty(SAMPLE_REQUEST));
  const [response, setResponse] = useState('');
  const preview = useMutation({ mutationFn: previewConnector });
  const chosen = operation ?? operations[0] ?? null;
  const isBroken = ![request, response].every((text) => parseJson(text).isValid);
  const run = (): void =>
    preview.mutate({
      connector,
      operation: chosen ?? undefined,
      credentials: sampleCredentials(connector),
      request: valueOf(request),
      ...(response.trim() !== '' && { response: valueOf(response) }),
    });
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t('playground.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('playground.text')}
      </Text>
      <Select
        label={t('playground.operation')}
        data={operations}
        value={chosen}
        onChange={setOperation}
        allowDeselect={false}
        maw={320}
      />
      <JsonField label={t('playground.request')} value={request} change={setRequest} />
      <JsonField
        label={t('playground.response')}
        description={t('playground.response.help')}
        value={response}
        change={setResponse}
      />
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
      {preview.data !== undefined && (
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} role="status">
          {pretty(preview.data)}
        </Code>
      )}
    </Stack>
  );
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
