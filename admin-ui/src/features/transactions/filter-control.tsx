import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { FilterField } from './transaction-kind';

interface ControlProps<F extends FilterField = FilterField> {
  readonly field: F;
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
}

type ChoiceField = Extract<FilterField, { kind: 'one' | 'several' }>;

/** The control that fits what a list is narrowed by. */
export function FilterControl({ field, ...rest }: ControlProps): ReactNode {
  switch (field.kind) {
    case 'one':
    case 'several':
      return <Choice field={field} {...rest} />;
    case 'amount':
      return <Amount field={field} {...rest} />;
    case 'text':
    case 'date':
      return <Plain field={field} {...rest} />;
  }
}

function Choice({ field, value, change }: ControlProps<ChoiceField>): ReactNode {
  const { t } = useTexts();
  const data = [...field.useOptions()];
  const shared = { label: t(field.label), data, clearable: true };
  if (field.kind === 'one') {
    return (
      <Select
        {...shared}
        searchable
        placeholder={t('filter.any')}
        value={value ?? null}
        onChange={(one) => change(one ?? undefined)}
      />
    );
  }
  const chosen = value?.split(',') ?? [];
  return (
    <MultiSelect
      {...shared}
      placeholder={chosen.length === 0 ? t('filter.any') : undefined}
      value={chosen}
      onChange={(some) => change(some.join(',') || undefined)}
    />
  );
}

/** Read when it is left or confirmed, so that no half a number is looked for. */
function Amount({ field, value, change }: ControlProps): ReactNode {
  const { t } = useTexts();
  const commit = (text: string): void => change(text.replaceAll(/\D/g, '') || undefined);
  return (
    <NumberInput
      key={value ?? ''}
      label={t(field.label)}
      defaultValue={value}
      min={1}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator="."
      decimalSeparator=","
      hideControls
      onBlur={({ currentTarget }) => commit(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') commit(currentTarget.value);
      }}
    />
  );
}

function Plain({ field, value, change }: ControlProps): ReactNode {
  const { t } = useTexts();
  const commit = (text: string): void => change(text.trim() || undefined);
  return (
    <TextInput
      key={value ?? ''}
      type={field.kind === 'date' ? 'date' : 'text'}
      label={t(field.label)}
      defaultValue={value ?? ''}
      onBlur={({ currentTarget }) => commit(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') commit(currentTarget.value);
      }}
    />
  );
}
