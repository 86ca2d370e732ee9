import { Group, Select, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count, timeOfDay } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useCanChange, useIsOwner } from '../../lib/permissions';
import { Facts } from '../../ui/facts';
import { providersQuery } from '../../lib/providers.api';
import { useZone } from '../../lib/zone';
import { Section } from '../../ui/section';
import { Empty, QueryView, SkeletonLines } from '../../ui/state-view';
import { costText } from './cost-text';
import { lastMonths, monthName } from './months';
import { ProviderUsageCard } from './provider-usage';
import { SettingForm } from './setting-form';
import { settingsQuery } from './settings.api';
import { type ProviderUsage, type UsageOfMonth, usageQuery } from './usage.api';

const MONTHS = 13;
/** Months are counted by UTC; any first of a month tells the time of day. */
const MONTH_BEGIN = new Date(Date.UTC(2026, 0));

/** What vendors were asked in a month, what it cost about, and what is allowed. */
export function UsageSection(): ReactNode {
  const { t, language } = useTexts();
  const isOwner = useIsOwner();
  const zone = useZone();
  const { month } = useSearch({ from: '/shell/settings/usage' });
  const navigate = useNavigate();
  const query = useQuery(usageQuery(month));
  const months = lastMonths(new Date(), MONTHS);
  const picker = (
    <Select
      label={t('usage.month')}
      data={months.map((value) => ({
        value,
        label: monthName(value, language === 'id' ? 'id-ID' : 'en-GB'),
      }))}
      allowDeselect={false}
      value={month ?? months[0] ?? null}
      onChange={(value) =>
        void navigate({
          to: '/settings/usage',
          search: value === null || value === months[0] ? {} : { month: value },
          replace: true,
        })
      }
    />
  );
  return (
    <Section
      title={t('settings.section.usage')}
      intro={t('usage.intro', { time: timeOfDay(MONTH_BEGIN, zone, language) })}
      action={picker}
    >
      <QueryView query={query} skeleton={<SkeletonLines lines={6} />}>
        {(usage) => <Usage usage={usage} isRunning={month === undefined} />}
      </QueryView>
      {isOwner && (
        <>
          <Title order={3} size="h4">
            {t('usage.requests')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('usage.requests.intro')}
          </Text>
          <SettingForm group="limits" />
        </>
      )}
    </Section>
  );
}

function Usage({
  usage,
  isRunning,
}: {
  readonly usage: UsageOfMonth;
  readonly isRunning: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const canChange = useCanChange();
  const isOwner = useIsOwner();
  const warnsAt = useQuery({ ...settingsQuery, enabled: isOwner }).data?.alerts.usage_percent;
  const idle = useIdleProviders(usage);
  const shown = isRunning ? [...usage.providers, ...idle] : usage.providers;
  const { totals } = usage;
  if (shown.length === 0) return <Empty text={t('usage.empty')} />;
  return (
    <Stack gap="md">
      <Group maw={420}>
        <Facts
          facts={[
            [t('usage.calls'), count(totals.calls, language)],
            [t('usage.failed'), count(totals.failed, language)],
            [t('usage.cost'), costText(totals.costs, language)],
          ]}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t('usage.estimate')}
      </Text>
      {shown.map((one) => (
        <ProviderUsageCard
          key={one.provider.id}
          usage={one}
          items={usage.items.filter(({ provider }) => provider.id === one.provider.id)}
          warnsAt={warnsAt}
          canChange={canChange}
        />
      ))}
    </Stack>
  );
}

/** Providers that nothing was asked of yet, so that they can be given limits, too. */
function useIdleProviders(usage: UsageOfMonth): ProviderUsage[] {
  const providers = useQuery(providersQuery).data ?? [];
  const used = new Set(usage.providers.map(({ provider }) => provider.id));
  return providers
    .filter(({ id, archived_at: archivedAt }) => archivedAt === null && !used.has(id))
    .map(({ id, slug, name }) => ({ ...NOTHING_USED, provider: { id, slug, name } }));
}

const NOTHING_USED = {
  calls: 0,
  succeeded: 0,
  failed: 0,
  costs: [],
  unpriced: 0,
  limits: null,
  uses: [],
  used_percent: null,
} satisfies Omit<ProviderUsage, 'provider'>;
