import {
  Accordion,
  Alert,
  Button,
  Checkbox,
  Group,
  Radio,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { propertiesQuery } from '../../lib/zone';
import { CopyField } from '../../ui/copy-field';
import { Failure } from '../../ui/state-view';
import { createApiKey, type NewApiKey, type Scope } from './api-keys.api';
import {
  PRESET_SCOPES,
  SCOPE_AREAS,
  SCOPE_PRESETS,
  type ScopePreset,
  scopesOf,
} from './scope-groups';

const LIFETIMES = ['never', '30', '90', '365'] as const;
const DAY_MS = 86_400_000;

interface Form {
  readonly name: string;
  readonly preset: ScopePreset;
  readonly own: readonly Scope[];
  readonly propertyId: string | null;
  readonly lifetime: (typeof LIFETIMES)[number];
}

const EMPTY: Form = { name: '', preset: 'pms', own: [], propertyId: null, lifetime: 'never' };

/** Makes a key; what it may do is chosen in words, and its text is shown once. */
export function ApiKeyForm({ done }: { readonly done: () => void }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const change = (part: Partial<Form>): void => setForm({ ...form, ...part });
  const create = useMutation({
    mutationFn: () => createApiKey(toRequest(form)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (create.data) return <NewKey text={create.data.key} name={create.data.name} done={done} />;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  const { error } = create;
  const isReady = form.name.trim() !== '' && scopesOfForm(form).length > 0;
  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={t('keys.name')}
        description={t('keys.name.help')}
        required
        maxLength={100}
        value={form.name}
        error={error instanceof ApiError ? error.of('name') : undefined}
        onChange={({ currentTarget: { value } }) => change({ name: value })}
        data-autofocus
      />
      <ScopeChoice form={form} change={change} />
      <KeyBounds form={form} change={change} />
      {error && <Failure error={error} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={create.isPending} disabled={!isReady}>
          {t('keys.new')}
        </Button>
      </Group>
    </Stack>
  );
}

interface PartProps {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
}

function ScopeChoice({ form, change }: PartProps): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="xs">
      <Radio.Group
        label={t('keys.scopes')}
        value={form.preset}
        onChange={(value) => {
          const preset = SCOPE_PRESETS.find((one) => one === value) ?? 'pms';
          // Whoever goes on by hand begins with what was chosen.
          change({ preset, own: preset === 'own' ? PRESET_SCOPES[form.preset] : form.own });
        }}
      >
        <Stack gap="xs" mt={6}>
          {SCOPE_PRESETS.map((preset) => (
            <Radio
              key={preset}
              value={preset}
              label={t(`keys.preset.${preset}`)}
              description={t(`keys.preset.${preset}.about`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {form.preset === 'own' && (
        <OwnScopes
          scopes={form.own.filter((scope) => scope !== 'admin')}
          change={(own) => change({ own })}
        />
      )}
    </Stack>
  );
}

function OwnScopes({
  scopes,
  change,
}: {
  readonly scopes: readonly Scope[];
  readonly change: (scopes: readonly Scope[]) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Checkbox.Group value={[...scopes]} onChange={(next) => change(next)}>
      <Accordion variant="contained" multiple defaultValue={['payments']}>
        {SCOPE_AREAS.map((area) => (
          <Accordion.Item key={area} value={area}>
            <Accordion.Control>{t(`keys.area.${area}`)}</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                {scopesOf(area).map((scope) => (
                  <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
                ))}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Checkbox.Group>
  );
}

function KeyBounds({ form, change }: PartProps): ReactNode {
  const { t } = useTexts();
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  return (
    <Group grow align="start">
      {properties.length > 1 && (
        <Select
          label={t('keys.property')}
          placeholder={t('app.property.all')}
          data={properties.map(({ id, name }) => ({ value: id, label: name }))}
          clearable
          value={form.propertyId}
          onChange={(propertyId) => change({ propertyId })}
        />
      )}
      <Select
        label={t('keys.lifetime')}
        data={LIFETIMES.map((days) => ({ value: days, label: t(`keys.lifetime.${days}`) }))}
        allowDeselect={false}
        value={form.lifetime}
        onChange={(value) =>
          change({ lifetime: LIFETIMES.find((days) => days === value) ?? 'never' })
        }
      />
    </Group>
  );
}

function NewKey({
  text,
  name,
  done,
}: {
  readonly text: string;
  readonly name: string;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Stack>
      <Alert color="yellow" variant="light">
        {t('keys.shown_once', { name })}
      </Alert>
      <CopyField label={t('keys.key')} value={text} />
      <Text size="sm" c="dimmed">
        {t('keys.how')}
      </Text>
      <Group justify="end">
        <Button onClick={done}>{t('action.close')}</Button>
      </Group>
    </Stack>
  );
}

function scopesOfForm({ preset, own }: Form): Scope[] {
  if (preset !== 'own') return [...PRESET_SCOPES[preset]];
  return own.filter((scope) => scope !== 'admin');
}

function toRequest(form: Form): NewApiKey {
  const days = form.lifetime === 'never' ? undefined : Number(form.lifetime);
  return {
    name: form.name.trim(),
    scopes: scopesOfForm(form),
    property_id: form.propertyId,
    expires_at: days === undefined ? null : new Date(Date.now() + days * DAY_MS).toISOString(),
  };
}
