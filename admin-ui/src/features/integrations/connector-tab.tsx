import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Connector } from '../../../../src/connectors/definition.schemas.js';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { presetQuery } from '../../lib/presets.api';
import { Failure, QueryView } from '../../ui/state-view';
import {
  connectorQuery,
  connectorSchemaQuery,
  previewConnector,
  updateProvider,
} from './integrations.api';
import type { Problem } from './json-editor';
import { differences, parseJson, pretty } from './json-text';
import { Playground } from './playground';
import { Differences } from './preset-update';
import type { TabProps } from './provider.page';

const JsonEditor = lazy(async () => ({ default: (await import('./json-editor')).JsonEditor }));

/** How the vendor is spoken to, for whoever knows its documentation. */
export function ConnectorTab({ provider }: TabProps): ReactNode {
  const connector = useQuery(connectorQuery(provider.id));
  return (
    <QueryView query={connector}>
      {(data) => <ConnectorEditor provider={provider} connector={data} />}
    </QueryView>
  );
}

type EditorProps = TabProps & { readonly connector: Connector };

function ConnectorEditor({ provider, connector }: EditorProps): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange() && provider.archived_at === null;
  const schema = useQuery(connectorSchemaQuery);
  const saved = pretty(connector);
  const [text, setText] = useState(saved);
  const parsed = parseJson(text);
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('connector.text')}
      </Text>
      <Suspense fallback={<Skeleton height={420} />}>
        <JsonEditor
          label={t('connector.label')}
          value={text}
          change={setText}
          isReadOnly={!canChange}
          schema={schema.data}
          {...(canChange && { check: problemsOf })}
        />
      </Suspense>
      {canChange && (
        <>
          <Text size="xs" c="dimmed">
            {t('connector.keys')}
          </Text>
          <Buttons provider={provider} text={text} saved={saved} change={setText} />
          <Playground connector={parsed.isValid ? parsed.value : undefined} />
        </>
      )}
    </Stack>
  );
}

function Buttons({
  provider,
  text,
  saved,
  change,
}: TabProps & {
  readonly text: string;
  readonly saved: string;
  readonly change: (text: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const parsed = parseJson(text);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (value: unknown) => updateProvider(provider.id, { connector: value as Connector }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
  return (
    <Stack gap="xs">
      <Group>
        <Button
          loading={save.isPending}
          disabled={!parsed.isValid || text === saved}
          onClick={() => parsed.isValid && save.mutate(parsed.value)}
        >
          {t('action.save')}
        </Button>
        <Button
          variant="default"
          disabled={!parsed.isValid}
          onClick={() => parsed.isValid && change(pretty(parsed.value))}
        >
          {t('connector.format')}
        </Button>
        <Button variant="default" disabled={text === saved} onClick={() => change(saved)}>
          {t('connector.revert')}
        </Button>
        {provider.preset_id !== null && parsed.isValid && (
          <PresetDifference presetId={provider.preset_id} current={parsed.value} />
        )}
        <Text size="sm" role="status">
          {save.isSuccess && text === saved ? t('connector.saved') : ''}
        </Text>
      </Group>
      {save.error && <Failure error={save.error} />}
    </Stack>
  );
}

/** What the owner made of it since it came from the preset. */
function PresetDifference({
  presetId,
  current,
}: {
  readonly presetId: string;
  readonly current: unknown;
}): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  const preset = useQuery({ ...presetQuery(presetId), enabled: isOpen });
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('connector.compare')}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t('connector.compare')} size="xl">
        <QueryView query={preset}>
          {({ connector }) => <Differences found={differences(current, connector)} />}
        </QueryView>
      </Modal>
    </>
  );
}

/** The hub itself says what it would refuse, so the page and the API never disagree. */
async function problemsOf(value: unknown): Promise<readonly Problem[]> {
  try {
    await previewConnector({ connector: value });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) return [];
    return error.errors.map(({ field, message }) => ({ path: pathOf(field), message }));
  }
}

/** `connector.operations.create` → the path inside the connector; numbers are places in lists. */
function pathOf(field: string): (string | number)[] {
  const [, ...path] = field.split('.');
  return path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
