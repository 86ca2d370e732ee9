import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Connector } from '../../../../src/connectors/definition.schemas.js';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Failure, QueryView } from '../../ui/state-view';
import { connectorQuery, updateProvider } from './integrations.api';
import { JsonField } from './json-field';
import { parseJson, pretty } from './json-text';
import { Playground } from './playground';
import type { TabProps } from './provider.page';

/** How the vendor is spoken to, for whoever knows its documentation. */
export function ConnectorTab({ provider }: TabProps): ReactNode {
  const connector = useQuery(connectorQuery(provider.id));
  return (
    <QueryView query={connector}>
      {(data) => <ConnectorEditor provider={provider} connector={data} />}
    </QueryView>
  );
}

function ConnectorEditor({
  provider,
  connector,
}: TabProps & { readonly connector: Connector }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange() && provider.archived_at === null;
  const [text, setText] = useState(() => pretty(connector));
  const parsed = parseJson(text);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (value: unknown) => updateProvider(provider.id, { connector: value as Connector }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('connector.text')}
      </Text>
      <JsonField
        label={t('connector.label')}
        value={text}
        change={setText}
        isReadOnly={!canChange}
        minRows={12}
        maxRows={28}
      />
      {save.error && <Failure error={save.error} />}
      {save.error instanceof ApiError && save.error.errors.length > 0 && (
        <List size="sm">
          {save.error.errors.map(({ field, message }) => (
            <List.Item key={field + message}>
              {field}: {message}
            </List.Item>
          ))}
        </List>
      )}
      {canChange && (
        <Group>
          <Button
            loading={save.isPending}
            disabled={!parsed.isValid || text === pretty(connector)}
            onClick={() => parsed.isValid && save.mutate(parsed.value)}
          >
            {t('action.save')}
          </Button>
          <Text size="sm" role="status">
            {save.isSuccess ? t('connector.saved') : ''}
          </Text>
        </Group>
      )}
      {canChange && <Playground connector={parsed.isValid ? parsed.value : undefined} />}
    </Stack>
  );
}
