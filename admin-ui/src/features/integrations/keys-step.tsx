import { Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure, SkeletonLines } from '../../ui/state-view';
import { VendorTile } from '../../ui/vendor-tile';
import { BaseUrlFields } from './base-url-fields';
import { CredentialFields } from './credential-fields';
import { fieldsOf, problemOf } from './credential-form';
import type { CredentialField, Preset } from './integrations.api';
import { PasteDialog } from './paste-dialog';
import { useFieldErrors } from './test-words';
import type { ConnectionTest } from './use-connection-test';
import { usePresets } from './use-presets';
import { bodyOf, type Draft } from './wizard-draft';
import type { StepProps } from './wizard.page';

type Props = StepProps & { readonly test: ConnectionTest };

/** The vendor's keys, asked for once for all picked formats. */
export function KeysStep(props: Props): ReactNode {
  const { presets, error } = usePresets(props.draft.presetIds);
  if (error) return <Failure error={error} />;
  if (!presets) return <SkeletonLines />;
  return <KeysForm {...props} presets={presets} />;
}

function KeysForm({
  draft,
  change,
  go,
  test,
  presets,
}: Props & { readonly presets: readonly Preset[] }): ReactNode {
  const { t, language } = useTexts();
  const [isChecked, setChecked] = useState(false);
  const fields = fieldsOf(presets);
  const errors = useFieldErrors(presets, test.data);
  const valueOf = (field: CredentialField): string => valuesOf(draft)[field.key] ?? '';
  const fill = (values: ReadonlyMap<string, string>): void => {
    test.reset();
    change(filled(draft, fields, values));
  };
  const submit = (): void => {
    setChecked(true);
    if (fields.some((field) => problemOf(field, valueOf(field)) !== undefined)) return;
    test.mutate(presets.map((preset) => bodyOf(draft, preset)));
    go('test');
  };
  return (
    <Stack
      component="form"
      onSubmit={(event: { preventDefault: () => void }) => {
        event.preventDefault();
        submit();
      }}
    >
      <Group gap="sm">
        <VendorTile id={draft.vendor.toLowerCase()} name={draft.vendor} />
        <div>
          <Title order={2} size="h4">
            {draft.vendor}
          </Title>
          <Text size="sm" c="dimmed">
            {presets.map(({ display_name: name }) => name).join(' · ')}
          </Text>
        </div>
      </Group>
      <Group justify="space-between" align="center">
        <EnvironmentSwitch
          value={draft.environment}
          change={(environment) => {
            test.reset();
            change({ environment });
          }}
        />
        <PasteDialog fields={fields} fill={fill} />
      </Group>
      <Text size="sm" c="dimmed">
        {t(`environment.${draft.environment}.help`)}
      </Text>
      <CredentialFields
        fields={fields}
        valueOf={valueOf}
        change={(field, value) => fill(new Map([[field.key, value]]))}
        setup={presets[0]?.setup[language] ?? []}
        errors={errors}
        isChecked={isChecked}
      />
      <NameField draft={draft} change={change} presets={presets} />
      <BaseUrlFields
        presets={presets}
        environment={draft.environment}
        values={draft.baseUrls}
        change={(baseUrls) => change({ baseUrls })}
      />
      <Group justify="space-between">
        <Button variant="default" onClick={() => go('pick')}>
          {t('action.back')}
        </Button>
        <Button type="submit">{t('test.start')}</Button>
      </Group>
    </Stack>
  );
}

function EnvironmentSwitch({
  value,
  change,
}: {
  readonly value: Draft['environment'];
  readonly change: (value: Draft['environment']) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <SegmentedControl
      aria-label={t('environment.label')}
      data={[
        { value: 'sandbox', label: t('environment.sandbox') },
        { value: 'production', label: t('environment.production') },
      ]}
      value={value}
      onChange={change}
    />
  );
}

/** With several formats each goes by its own name. */
function NameField({
  draft,
  change,
  presets,
}: Pick<Props, 'draft' | 'change'> & { readonly presets: readonly Preset[] }): ReactNode {
  const { t } = useTexts();
  const [preset, another] = presets;
  if (!preset || another) return null;
  return (
    <TextInput
      label={t('provider.name')}
      description={t('provider.name.help')}
      placeholder={preset.display_name}
      value={draft.names[preset.preset_id] ?? ''}
      onChange={({ currentTarget: { value } }) =>
        change({ names: { ...draft.names, [preset.preset_id]: value } })
      }
      maxLength={100}
    />
  );
}

const valuesOf = (draft: Draft): Readonly<Record<string, string>> => ({
  ...draft.open,
  ...draft.secrets,
});

function filled(
  draft: Draft,
  fields: readonly CredentialField[],
  values: ReadonlyMap<string, string>,
): Pick<Draft, 'open' | 'secrets'> {
  const of = (isSecret: boolean): Record<string, string> =>
    Object.fromEntries(
      fields.flatMap(({ key, secret }) => {
        const value = values.get(key);
        return secret === isSecret && value !== undefined ? [[key, value]] : [];
      }),
    );
  return { open: { ...draft.open, ...of(false) }, secrets: { ...draft.secrets, ...of(true) } };
}
