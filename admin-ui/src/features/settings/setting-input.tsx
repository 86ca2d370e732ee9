import { Anchor, Group, NumberInput, Stack, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { SETTING_UNITS } from './setting-units';
import type { SettingField, SettingPath } from './settings.api';

export type SettingValue = number | string | boolean;
type NumberField = Exclude<SettingField, { type: 'boolean' }>;

/** One setting: a number with its unit and range, or something that is on or off. */
export function SettingInput({
  field,
  value,
  change,
}: {
  readonly field: SettingField;
  readonly value: SettingValue;
  readonly change: (value: SettingValue) => void;
}): ReactNode {
  const { t } = useTexts();
  if (field.type !== 'boolean') {
    return (
      <NumberSetting
        field={field}
        value={typeof value === 'boolean' ? '' : value}
        change={change}
      />
    );
  }
  return (
    <Switch
      label={t(`settings.field.${pathOf(field)}`)}
      description={t(`settings.field.${pathOf(field)}.help`)}
      checked={value === true}
      onChange={({ currentTarget: { checked } }) => change(checked)}
    />
  );
}

/** Whether the hub would take it. */
export function isAllowed(value: SettingValue | undefined, field: SettingField): boolean {
  if (field.type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'number' && value >= field.minimum && value <= field.maximum;
}

function NumberSetting({
  field,
  value,
  change,
}: {
  readonly field: NumberField;
  readonly value: number | string;
  readonly change: (value: SettingValue) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const path = pathOf(field);
  const unit = t(`settings.unit.${SETTING_UNITS[path] ?? 'calls'}`);
  const range = t('settings.range', {
    from: count(field.minimum, language),
    to: count(field.maximum, language),
  });
  const space = SETTING_UNITS[path] === 'percent' ? '' : ' ';
  const standard = t('settings.default', {
    value: `${count(field.default, language)}${space}${unit}`,
  });
  return (
    <Stack gap={4}>
      <NumberInput
        label={t(`settings.field.${path}`)}
        description={t(`settings.field.${path}.help`)}
        rightSection={
          <Text size="sm" c="dimmed" pr="sm" style={{ whiteSpace: 'nowrap' }}>
            {unit}
          </Text>
        }
        rightSectionWidth="auto"
        hideControls
        inputMode={field.type === 'integer' ? 'numeric' : 'decimal'}
        allowDecimal={field.type === 'number'}
        decimalSeparator={language === 'id' ? ',' : '.'}
        allowedDecimalSeparators={['.', ',']}
        allowNegative={false}
        value={value}
        error={isAllowed(value, field) ? undefined : range}
        onChange={change}
        maw={460}
      />
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {range} {standard}
        </Text>
        {value !== field.default && (
          <Anchor component="button" type="button" size="xs" onClick={() => change(field.default)}>
            {t('settings.restore')}
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}

function pathOf({ group, key }: SettingField): SettingPath {
  return `${group}.${key}` as SettingPath;
}
