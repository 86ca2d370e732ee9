import { Fieldset, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import type { CreateRefund } from './payments.api';

export type Destination = NonNullable<CreateRefund['destination']>;

const FIELDS = ['bank', 'account_number', 'account_name'] as const;

export const EMPTY_DESTINATION: Destination = { bank: '', account_number: '', account_name: '' };

/** Whether all of it is there; a half is sent as nothing. */
export function isWhole(destination: Destination): boolean {
  return FIELDS.every((field) => destination[field].trim() !== '');
}

/** The guest's account, kept sealed; it can also be asked for later. */
export function DestinationFields({
  value,
  change,
}: {
  readonly value: Destination;
  readonly change: (value: Destination) => void;
}): ReactNode {
  const { t } = useTexts();
  const isHalf = !isWhole(value) && FIELDS.some((field) => value[field].trim() !== '');
  return (
    <Fieldset legend={t('payment.destination')}>
      <Stack gap="xs">
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            label={t(`payment.destination.${field}`)}
            value={value[field]}
            maxLength={140}
            autoComplete="off"
            onChange={({ currentTarget }) => change({ ...value, [field]: currentTarget.value })}
          />
        ))}
        {isHalf && (
          <Text size="sm" c="red" role="alert">
            {t('payment.destination.half')}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}
