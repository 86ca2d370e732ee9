import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import type { SettingsChange } from '../../../../src/core/settings/settings.schemas.js';
import { useTexts } from '../../lib/i18n';
import { Failure, QueryView, SkeletonLines } from '../../ui/state-view';
import { isAllowed, SettingInput, type SettingValue } from './setting-input';
import {
  changeSettings,
  type HubSettings,
  type SettingField,
  settingFieldsQuery,
  type SettingGroup,
  settingsQuery,
} from './settings.api';

type Values = Readonly<Record<string, SettingValue>>;

/** All settings of one group: what each means, in which unit, its range and what it is by default. */
export function SettingForm({ group }: { readonly group: SettingGroup }): ReactNode {
  const settings = useQuery(settingsQuery);
  const fields = useQuery(settingFieldsQuery);
  return (
    <QueryView query={settings} skeleton={<SkeletonLines lines={4} />}>
      {(known) => (
        <QueryView query={fields} skeleton={<SkeletonLines lines={4} />}>
          {(all) => (
            <GroupForm
              group={group}
              known={known}
              fields={all.filter((field) => field.group === group)}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  );
}

function GroupForm({
  group,
  known,
  fields,
}: {
  readonly group: SettingGroup;
  readonly known: HubSettings;
  readonly fields: readonly SettingField[];
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const saved: Values = known[group];
  const [edited, setEdited] = useState<Values>({});
  const changed = fields.filter(({ key }) => (edited[key] ?? saved[key]) !== saved[key]);
  const isWrong = changed.some((field) => !isAllowed(edited[field.key], field));
  const save = useMutation({
    mutationFn: () => changeSettings(changeOf(group, changed, edited)),
    onSuccess: (settings) => {
      setEdited({});
      queries.setQueryData(settingsQuery.queryKey, settings);
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card withBorder padding="md" component="form" onSubmit={submit} noValidate maw={640}>
      <Stack gap="lg">
        {fields.map((field) => (
          <SettingInput
            key={field.key}
            field={field}
            value={edited[field.key] ?? saved[field.key] ?? ''}
            change={(value) => setEdited({ ...edited, [field.key]: value })}
          />
        ))}
        {save.error && <Failure error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={changed.length === 0 || isWrong}>
            {t('action.save')}
          </Button>
          <Text size="sm" role="status">
            {save.isSuccess && changed.length === 0 ? t('settings.saved') : ''}
          </Text>
        </Group>
      </Stack>
    </Card>
  );
}

function changeOf(
  group: SettingGroup,
  changed: readonly SettingField[],
  edited: Values,
): SettingsChange {
  return { [group]: Object.fromEntries(changed.map(({ key }) => [key, edited[key]])) };
}
