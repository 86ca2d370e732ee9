import {
  Accordion,
  Button,
  Group,
  Input,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { UpdateProvider } from '../../../../src/providers/provider.schemas.js';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import type { ProviderAnswer } from '../../lib/providers.api';
import { Failure } from '../../ui/state-view';
import { updateProvider } from './integrations.api';
import { CallSettings } from './call-settings';
import { FeeList } from './fee-list';
import { JsonField } from './json-field';
import { parseJson, pretty } from './json-text';
import type { TabProps } from './provider.page';

interface Form {
  readonly name: string;
  readonly environment: 'sandbox' | 'production';
  readonly is_default: boolean;
  readonly notes: string;
  readonly base_urls: string;
  readonly extra_config: string;
  readonly extra_headers: string;
  readonly fees: string;
}

const ADVANCED = 'advanced';
const JSON_FIELDS = ['base_urls', 'extra_config', 'extra_headers', 'fees'] as const;

/** Name, environment, addresses, limits, headers, fees. */
export function SettingsTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange() && provider.archived_at === null;
  const [form, setForm] = useState<Form>(() => formOf(provider));
  const change = (part: Partial<Form>): void => setForm({ ...form, ...part });
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => updateProvider(provider.id, changesOf(formOf(provider), form)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
  const isBroken = JSON_FIELDS.some((field) => !parseJson(form[field]).isValid);
  const isSame = Object.keys(changesOf(formOf(provider), form)).length === 0;
  return (
    <Stack
      component="form"
      maw={640}
      onSubmit={(event: { preventDefault: () => void }) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <PlainFields form={form} change={change} canChange={canChange} />
      <CallSettings
        config={form.extra_config}
        change={(value) => change({ extra_config: value })}
        isReadOnly={!canChange}
      />
      <FeeList provider={provider} />
      <Advanced form={form} change={change} canChange={canChange} error={save.error} />
      {save.error && <Failure error={save.error} />}
      {canChange && (
        <Group>
          <Button type="submit" loading={save.isPending} disabled={isBroken || isSame}>
            {t('action.save')}
          </Button>
          <Text size="sm" role="status">
            {save.isSuccess && isSame ? t('provider.settings.saved') : ''}
          </Text>
        </Group>
      )}
    </Stack>
  );
}

/** For whoever has the vendor's documentation at hand; unfolds by itself where something is wrong. */
function Advanced({
  form,
  change,
  canChange,
  error,
}: {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly canChange: boolean;
  readonly error: Error | null;
}): ReactNode {
  const { t } = useTexts();
  const [opened, setOpened] = useState<string | null>(null);
  const isRefused = JSON_FIELDS.some((field) => messageOf(error, field) !== undefined);
  return (
    <Accordion
      variant="contained"
      value={isRefused ? ADVANCED : opened}
      onChange={setOpened}
      keepMounted={false}
    >
      <Accordion.Item value={ADVANCED}>
        <Accordion.Control>{t('provider.settings.advanced')}</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            {JSON_FIELDS.map((field) => (
              <JsonField
                key={field}
                label={t(`provider.settings.${field}`)}
                description={t(`provider.settings.${field}.help`)}
                value={form[field]}
                change={(value) => change({ [field]: value })}
                isReadOnly={!canChange}
                error={messageOf(error, field)}
              />
            ))}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function PlainFields({
  form,
  change,
  canChange,
}: {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly canChange: boolean;
}): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <TextInput
        label={t('provider.name')}
        value={form.name}
        onChange={({ currentTarget: { value } }) => change({ name: value })}
        readOnly={!canChange}
        required
        maxLength={100}
      />
      <Input.Wrapper label={t('environment.label')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('environment.label')}
            data={[
              { value: 'sandbox', label: t('environment.sandbox') },
              { value: 'production', label: t('environment.production') },
            ]}
            value={form.environment}
            onChange={(value) => change({ environment: value })}
            readOnly={!canChange}
          />
        </div>
      </Input.Wrapper>
      <Switch
        label={t('provider.settings.is_default')}
        checked={form.is_default}
        onChange={({ currentTarget: { checked } }) => change({ is_default: checked })}
        disabled={!canChange}
      />
      <Textarea
        label={t('provider.settings.notes')}
        value={form.notes}
        onChange={({ currentTarget: { value } }) => change({ notes: value })}
        readOnly={!canChange}
        autosize
        minRows={2}
      />
    </>
  );
}

function formOf(provider: ProviderAnswer): Form {
  return {
    name: provider.name,
    environment: provider.environment,
    is_default: provider.is_default,
    notes: provider.notes ?? '',
    base_urls: pretty(provider.base_urls),
    extra_config: pretty(provider.extra_config),
    extra_headers: pretty(provider.extra_headers),
    fees: pretty(provider.fees),
  };
}

/** Only what is another now: a whole body would write over what somebody else changed meanwhile. */
function changesOf(before: Form, now: Form): UpdateProvider {
  const changed = (Object.keys(now) as (keyof Form)[]).filter((key) => now[key] !== before[key]);
  return Object.fromEntries(
    changed.map((key) => {
      const value = now[key];
      if (key === 'notes') return [key, value === '' ? null : value];
      const isJson = JSON_FIELDS.some((field) => field === key);
      const parsed = isJson ? parseJson(String(value)) : undefined;
      return [key, parsed?.isValid ? parsed.value : value];
    }),
  );
}

function messageOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.errors.find(
    (one) => one.field === field || one.field.startsWith(`${field}.`),
  );
  return found && `${found.field}: ${found.message}`;
}
