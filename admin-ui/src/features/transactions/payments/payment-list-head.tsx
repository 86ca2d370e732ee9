import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count, money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import type { Filter } from '../../../lib/page-query';
import { exportPath, paymentTotalsQuery, type PaymentTotals } from './payments.api';

/** How many were found and what they add up to, and the file of them. */
export function PaymentListHead({ filter }: { readonly filter: Filter }): ReactNode {
  const { t } = useTexts();
  const { data } = useQuery(paymentTotalsQuery(filter));
  if (!data || data.count === 0) return null;
  return (
    <Group justify="space-between" align="start" gap="xs">
      <Sums totals={data} />
      <Button component="a" href={exportPath(filter)} download size="xs" variant="default">
        {t('payments.export')}
      </Button>
    </Group>
  );
}

function Sums({ totals }: { readonly totals: PaymentTotals }): ReactNode {
  const { t, language } = useTexts();
  const found = count(totals.count, language);
  return (
    <div aria-live="polite">
      <Text size="sm" fw={500}>
        {t(totals.is_complete ? 'payments.count' : 'payments.count.newest', { count: found })}
      </Text>
      {totals.totals.map((one) => (
        <Text key={one.currency} size="sm" c="dimmed">
          {t('payments.sums', {
            amount: money(one.amount, one.currency, language),
            received: money(one.received, one.currency, language),
            refunded: money(one.refunded, one.currency, language),
          })}
        </Text>
      ))}
    </div>
  );
}
