import { Button, Group, NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { setUsageLimits, type UsageLimits, type UsageLimitsAnswer } from './usage.api';

interface Form {
  readonly monthly_calls: number | string;
  readonly daily_calls: number | string;
  readonly cost: number | string;
  readonly action: 'alert' | 'block';
}

const CALL_LIMITS = ['monthly_calls', 'daily_calls'] as const;
const CURRENCY = 'IDR';

/** Calls and costs that one provider may come to; an empty field is no limit. */
export function UsageLimitForm({
  providerId,
  known,
  done,
}: {
  readonly providerId: string;
  readonly known: UsageLimitsAnswer | null;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const currency = known?.monthly_cost?.currency ?? CURRENCY;
  const [form, setForm] = useState<Form>(() => formOf(known));
  const save = useMutation({
    mutationFn: () => setUsageLimits(providerId, toLimits(form, currency)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['usage'] });
      done();
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const errorOf = (field: string) =>
    save.error instanceof ApiError ? save.error.of(field) : undefined;
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('usage.limit.help')}</Text>
      {CALL_LIMITS.map((field) => (
        <NumberInput
          key={field}
          label={t(`usage.limit.${field}`)}
          min={1}
          allowDecimal={false}
          hideControls
          thousandSeparator="."
          decimalSeparator=","
          value={form[field]}
          error={errorOf(field)}
          onChange={(value) => setForm({ ...form, [field]: value })}
        />
      ))}
      <NumberInput
        label={t('usage.limit.monthly_cost')}
        description={t('usage.limit.cost.help')}
        min={1}
        allowDecimal={currency !== CURRENCY}
        hideControls
        thousandSeparator="."
        decimalSeparator=","
        prefix={currency === CURRENCY ? 'Rp ' : `${currency} `}
        value={form.cost}
        error={errorOf('monthly_cost')}
        onChange={(cost) => setForm({ ...form, cost })}
      />
      <ActionChoice value={form.action} change={(action) => setForm({ ...form, action })} />
      {save.error && <Failure error={save.error} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function ActionChoice({
  value,
  change,
}: {
  readonly value: Form['action'];
  readonly change: (action: Form['action']) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Radio.Group
      label={t('usage.limit.then')}
      value={value}
      onChange={(next) => change(next === 'block' ? 'block' : 'alert')}
    >
      <Stack gap="xs" mt={6}>
        <Radio
          value="alert"
          label={t('usage.limit.alert')}
          description={t('usage.limit.alert.about')}
        />
        <Radio
          value="block"
          label={t('usage.limit.block')}
          description={t('usage.limit.block.about')}
        />
      </Stack>
    </Radio.Group>
  );
}

/** Amounts are typed in whole units and sent in the smallest. */
function unitsOf(currency: string): number {
  if (currency === CURRENCY) return 1;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return 10 ** (options.maximumFractionDigits ?? 2);
}

function formOf(known: UsageLimitsAnswer | null): Form {
  const cost = known?.monthly_cost;
  return {
    monthly_calls: known?.monthly_calls ?? '',
    daily_calls: known?.daily_calls ?? '',
    cost: cost ? cost.amount / unitsOf(cost.currency) : '',
    action: known?.action ?? 'alert',
  };
}

function toLimits(form: Form, currency: string): UsageLimits {
  const numberOf = (value: number | string): number | null =>
    typeof value === 'number' ? value : null;
  const cost = numberOf(form.cost);
  return {
    monthly_calls: numberOf(form.monthly_calls),
    daily_calls: numberOf(form.daily_calls),
    monthly_cost: cost === null ? null : { amount: Math.round(cost * unitsOf(currency)), currency },
    action: form.action,
  };
}
