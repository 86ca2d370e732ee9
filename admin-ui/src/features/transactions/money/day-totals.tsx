import { Card, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { Facts } from '../../../ui/facts';
import { Empty } from '../../../ui/state-view';
import type { Report } from './money.api';

const TALLIES = ['paid', 'paid_late', 'refunded', 'failed', 'expired', 'cancelled'] as const;

/** One card for each provider and currency. */
export function DayTotals({ report }: { readonly report: Report }): ReactNode {
  const { t } = useTexts();
  if (report.totals.length === 0) return <Empty text={t('reconciliation.empty')} />;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {report.totals.map((totals) => (
        <ProviderDay key={`${totals.provider.id} ${totals.currency}`} totals={totals} />
      ))}
    </SimpleGrid>
  );
}

function ProviderDay({ totals }: { readonly totals: Report['totals'][number] }): ReactNode {
  const { t, language } = useTexts();
  const shown = (minor: number): string => money(minor, totals.currency, language);
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Text fw={600}>{totals.provider.name}</Text>
        <Facts
          facts={[
            ...TALLIES.filter((name) => totals[name].count > 0).map(
              (name) =>
                [
                  `${t(`payment.status.${name}`)} (${totals[name].count})`,
                  shown(totals[name].amount),
                ] as const,
            ),
            [t('payment.fee'), shown(totals.fees.amount)],
            [
              t('reconciliation.net'),
              <Text key="n" size="sm" fw={700} component="span">
                {shown(totals.net)}
              </Text>,
            ],
          ]}
        />
        {totals.fees.unknown_count > 0 && (
          <Text size="xs" c="dimmed">
            {t('reconciliation.fees_unknown', { count: totals.fees.unknown_count })}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
