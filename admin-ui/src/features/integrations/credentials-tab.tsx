import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import type { ProviderAnswer } from '../../lib/providers.api';
import { presetQuery } from '../../lib/presets.api';
import { Facts } from '../../ui/facts';
import { Failure, QueryView } from '../../ui/state-view';
import { CredentialFields } from './credential-fields';
import { connectorQuery, type CredentialField, updateProvider } from './integrations.api';
import { PasteDialog } from './paste-dialog';
import type { TabProps } from './provider.page';

/** Keys go in and never come out again: of a secret its last four characters stay to be seen. */
export function CredentialsTab({ provider }: TabProps): ReactNode {
  const { pick } = useTexts();
  const canChange = useCanChange();
  const connector = useQuery(connectorQuery(provider.id));
  return (
    <QueryView query={connector}>
      {({ credentials }) =>
        canChange && provider.archived_at === null ? (
          <CredentialForm provider={provider} fields={credentials} />
        ) : (
          <Facts
            facts={credentials.map(({ key, label }) => [
              pick(label),
              shown(provider.credentials[key]),
            ])}
          />
        )
      }
    </QueryView>
  );
}

function shown(value: ProviderAnswer['credentials'][string] | undefined): string {
  if (!value?.set) return '–';
  return value.value ?? `••••••••${value.last4 ?? ''}`;
}

function CredentialForm({
  provider,
  fields,
}: TabProps & { readonly fields: readonly CredentialField[] }): ReactNode {
  const { t, language } = useTexts();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const preset = useQuery({
    ...presetQuery(provider.preset_id ?? ''),
    enabled: provider.preset_id !== null,
  });
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => updateProvider(provider.id, { credentials: values }),
    onSuccess: async () => {
      setValues({});
      await queries.invalidateQueries({ queryKey: ['providers'] });
    },
  });
  const open = (field: CredentialField): string => provider.credentials[field.key]?.value ?? '';
  return (
    <Stack
      component="form"
      maw={640}
      onSubmit={(event: { preventDefault: () => void }) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Group justify="space-between">
        <Text size="sm" c="dimmed" style={{ flex: '1 1 260px' }}>
          {t('credentials.write_only')}
        </Text>
        <PasteDialog
          fields={fields}
          fill={(found) => setValues({ ...values, ...Object.fromEntries(found) })}
        />
      </Group>
      <CredentialFields
        fields={fields}
        valueOf={(field) => values[field.key] ?? (field.secret ? '' : open(field))}
        change={(field, value) => setValues({ ...values, [field.key]: value })}
        setup={preset.data?.setup[language] ?? []}
        saved={provider.credentials}
        errors={errorsOf(save.error)}
      />
      {save.error && <Failure error={save.error} />}
      {save.data?.warnings.map(({ field, message }) => (
        <Alert key={field} variant="light" color="yellow">
          {message}
        </Alert>
      ))}
      <Group>
        <Button type="submit" loading={save.isPending} disabled={Object.keys(values).length === 0}>
          {t('action.save')}
        </Button>
        <Text size="sm" role="status">
          {save.isSuccess && Object.keys(values).length === 0 ? t('credentials.saved') : ''}
        </Text>
      </Group>
    </Stack>
  );
}

function errorsOf(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    error.errors.map(({ field, message }) => [field.replace(/^credentials\./, ''), message]),
  );
}
