import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { presetQuery } from '../../lib/presets.api';
import { Empty, Failure, QueryView } from '../../ui/state-view';
import { connectorQuery, type Preset, updateProvider } from './integrations.api';
import { type Difference, differences } from './json-text';
import type { TabProps } from './provider.page';

/** The preset has a newer version than the provider was made from: what is different, field by field. */
export function PresetUpdate({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <Alert variant="light" title={t('preset.update.title')}>
      <Stack gap="sm">
        {t('preset.update.text')}
        <Group>
          <Button size="xs" variant="default" onClick={open}>
            {t('preset.update.show')}
          </Button>
        </Group>
      </Stack>
      <Modal opened={isOpen} onClose={close} title={t('preset.update.title')} size="xl">
        <Comparison provider={provider} close={close} />
      </Modal>
    </Alert>
  );
}

function Comparison({ provider, close }: TabProps & { readonly close: () => void }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const preset = useQuery(presetQuery(provider.preset_id ?? ''));
  const connector = useQuery(connectorQuery(provider.id));
  const queries = useQueryClient();
  const apply = useMutation({
    mutationFn: ({ connector: next, version }: Preset) =>
      updateProvider(provider.id, { connector: next, preset_version: version }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['providers'] });
      close();
    },
  });
  return (
    <QueryView query={connector}>
      {(current) => (
        <QueryView query={preset}>
          {(next) => (
            <Stack>
              <Differences found={differences(current, next.connector)} />
              {apply.error && <Failure error={apply.error} />}
              {canChange && (
                <Group justify="end">
                  <Button variant="default" onClick={close}>
                    {t('action.cancel')}
                  </Button>
                  <Button loading={apply.isPending} onClick={() => apply.mutate(next)}>
                    {t('preset.update.apply')}
                  </Button>
                </Group>
              )}
            </Stack>
          )}
        </QueryView>
      )}
    </QueryView>
  );
}

export function Differences({ found }: { readonly found: readonly Difference[] }): ReactNode {
  const { t } = useTexts();
  if (found.length === 0) return <Empty text={t('diff.none')} />;
  return (
    <Stack gap="sm">
      {found.map(({ path, before, after }) => (
        <div key={path}>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {path}
          </Text>
          <Side label={t('diff.before')} value={before} />
          <Side label={t('diff.after')} value={after} />
        </div>
      ))}
    </Stack>
  );
}

/** As people read it; what has parts stays JSON. */
function useValueText(): (value: unknown) => string {
  const { t } = useTexts();
  return (value) => {
    if (value === undefined || value === null) return t('diff.absent');
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
}

function Side({ label, value }: { readonly label: string; readonly value: unknown }): ReactNode {
  const textOf = useValueText();
  return (
    <Group gap="xs" wrap="nowrap" align="start">
      <Text size="xs" c="dimmed" w={64} style={{ flexShrink: 0 }}>
        {label}
      </Text>
      <Code style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{textOf(value)}</Code>
    </Group>
  );
}
