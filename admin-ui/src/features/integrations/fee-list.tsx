import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Fee } from '../../../../src/providers/preset.schemas.js';
import { money, percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { presetQuery } from '../../lib/presets.api';
import type { ProviderAnswer } from '../../lib/providers.api';
import { Facts } from '../../ui/facts';

/** What a payment costs by each method, in words; the tariff itself is edited as JSON. */
export function FeeList({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  const methodName = useMethodName(provider);
  const feeText = useFeeText(provider.default_currency ?? 'IDR');
  return (
    <Stack gap={4} component="section" aria-label={t('provider.settings.fees')}>
      <Text size="sm" fw={600}>
        {t('provider.settings.fees')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('provider.settings.fees.help')}
      </Text>
      {provider.fees.length === 0 ? (
        <Text size="sm">{t('fees.none')}</Text>
      ) : (
        <Facts
          facts={provider.fees.map((fee) => [methodName(fee.method), feeText(fee)] as const)}
        />
      )}
    </Stack>
  );
}

function useMethodName({ preset_id: presetId }: ProviderAnswer): (method: string) => string {
  const { t, pick } = useTexts();
  const { data } = useQuery({ ...presetQuery(presetId ?? ''), enabled: presetId !== null });
  return (method) => {
    if (method === '*') return t('fees.all_methods');
    const label = data?.connector.methods[method]?.label;
    return label ? pick(label) : method.replaceAll('_', ' ');
  };
}

/** `2,9% + Rp 2.000 + PPN 11%, paling sedikit Rp 5.000`. */
function useFeeText(currency: string): (fee: Fee) => string {
  const { t, language } = useTexts();
  const share = (rate: string): string => percent(Number(rate) / 100, language);
  const sum = (amount: number): string => money(amount, currency, language);
  return ({ percent: rate, fixed, min, max, tax_percent: tax }) => {
    const main = [rate !== undefined && share(rate), fixed !== undefined && sum(fixed)];
    const known = main.filter((part) => part !== false);
    if (known.length === 0) return t('fees.unknown');
    if (tax !== undefined) known.push(t('fees.tax', { rate: share(tax) }));
    const more = [
      min !== undefined && t('fees.min', { amount: sum(min) }),
      max !== undefined && t('fees.max', { amount: sum(max) }),
    ];
    return [known.join(' + '), ...more.filter((part) => part !== false)].join(', ');
  };
}
