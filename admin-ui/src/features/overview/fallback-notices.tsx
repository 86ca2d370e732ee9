import { Anchor, Paper, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFeatureName } from '../../lib/feature-names';
import { clock, count, money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import type { Fallback } from './overview.api';

/** What runs on a fallback right now, and what that has cost so far. */
export function FallbackNotices({
  fallbacks,
}: {
  readonly fallbacks: readonly Fallback[];
}): ReactNode {
  const running = fallbacks.filter(({ to }) => to !== null);
  if (running.length === 0) return null;
  return (
    <Stack gap="sm">
      {running.map((fallback) => (
        <FallbackNotice key={fallback.from.id + (fallback.to?.id ?? '')} fallback={fallback} />
      ))}
    </Stack>
  );
}

function FallbackNotice({ fallback }: { readonly fallback: Fallback }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const featureName = useFeatureName();
  const { to, since, features } = fallback;
  if (to === null) return null;
  const values = {
    features: features.map(featureName).join(', '),
    name: to.name,
    since: since === null ? '' : clock(since, { zone, language, now: Date.now() }),
    cost: useCostText(fallback),
  };
  return (
    <Paper withBorder p="md">
      <Text>{t(since === null ? 'overview.running.now' : 'overview.running.since', values)}</Text>
      <Text size="sm" c="dimmed">
        {fallback.count === 0
          ? t('overview.running.none')
          : t('overview.running.count', { count: count(fallback.count, language) })}
        {fallback.unknown_costs > 0 &&
          ` ${t('overview.running.unknown', { count: count(fallback.unknown_costs, language) })}`}
      </Text>
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link {...props} to="/integrations/$providerId" params={{ providerId: to.id }} />
        )}
      >
        {t('overview.open_fallback', { name: to.name })}
      </Anchor>
    </Paper>
  );
}

/** `, Rp 12.400 lebih mahal sejauh ini`; nothing where it costs the same, or nobody knows. */
function useCostText({ extra_cost: sums }: Fallback): string {
  const { t, language } = useTexts();
  const dearer = sums.filter(({ amount }) => amount > 0);
  const cheaper = sums.filter(({ amount }) => amount < 0);
  const [key, shown] =
    dearer.length > 0
      ? (['overview.running.dearer', dearer] as const)
      : (['overview.running.cheaper', cheaper] as const);
  if (shown.length === 0) return '';
  const amounts = shown.map(({ amount, currency }) => money(Math.abs(amount), currency, language));
  return t(key, { amount: amounts.join(' + ') });
}
