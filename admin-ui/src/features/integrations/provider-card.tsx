import { Anchor, Badge, Box, Group, Paper, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count, percent } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import type { ProviderAnswer } from '../../lib/providers.api';
import { OrderMenu } from '../../ui/order-menu';
import { Sparkline } from '../../ui/sparkline';
import { useErrorText } from '../../ui/state-view';
import { StatusDot } from '../../ui/status-dot';
import { useSortable } from '../../ui/use-sortable';
import { VendorTile } from '../../ui/vendor-tile';
import { type PresetSummary, type ProviderHealth, seriesQuery } from './integrations.api';
import { conditionOf } from '../../lib/provider-condition';
import { ProviderBadges } from './provider-badges';
import { SwitchOffDialog } from './switch-off-dialog';
import { useIsPrimary, usePrimaryFeatures, useSwitchActive } from './switch-active';

/** Its place among the others of its category. */
interface Order {
  readonly list: string;
  readonly place: number;
  readonly count: number;
  readonly move: (from: number, to: number) => void;
}

/** One vendor at a glance: how it is, how it did today, whether it is in use. */
export function ProviderCard({
  provider,
  siblings,
  health,
  preset,
  order,
}: {
  readonly provider: ProviderAnswer;
  readonly siblings: readonly ProviderAnswer[];
  readonly health: ProviderHealth | undefined;
  readonly preset: PresetSummary | undefined;
  readonly order: Order;
}): ReactNode {
  const canMove = useCanChange() && order.count > 1;
  const vendor = preset?.vendor ?? provider.name;
  const { item, handle, style } = useSortable({
    list: order.list,
    place: order.place,
    move: canMove ? order.move : undefined,
  });
  return (
    <Paper
      ref={item}
      withBorder
      p="md"
      h="100%"
      component="article"
      aria-label={provider.name}
      style={style}
    >
      <Stack gap="sm" h="100%">
        <Group gap="sm" wrap="nowrap" align="start">
          <VendorTile id={vendor.toLowerCase()} name={vendor} />
          <Box style={{ flex: 1, minWidth: 0 }}>
            <Anchor
              fw={600}
              c="inherit"
              style={{ overflowWrap: 'anywhere' }}
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/integrations/$providerId"
                  params={{ providerId: provider.id }}
                />
              )}
            >
              {provider.name}
            </Anchor>
            <Text size="sm" c="dimmed" truncate>
              {preset?.display_name ?? provider.api_format}
            </Text>
          </Box>
          <ActiveSwitch provider={provider} siblings={siblings} />
        </Group>
        <Group justify="space-between" gap="xs">
          <StatusDot condition={conditionOf(provider, health)} />
          <ProviderBadges provider={provider} health={health} />
        </Group>
        <Group justify="space-between" gap="xs" wrap="nowrap" mt="auto" mih={34}>
          <Figures id={provider.id} health={health} />
          {canMove && <OrderMenu name={provider.name} handle={handle} {...order} />}
        </Group>
      </Stack>
    </Paper>
  );
}

function Figures({
  id,
  health,
}: {
  readonly id: string;
  readonly health: ProviderHealth | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  const series = useQuery(seriesQuery(id, '24h'));
  const points = series.data?.map((point) => point.success_rate) ?? [];
  const rate = health?.success_rate ?? null;
  if (!health || rate === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('integrations.no_calls')}
      </Text>
    );
  }
  return (
    <Box style={{ minWidth: 0 }}>
      {points.length > 2 && <Sparkline values={points} />}
      <Text size="sm">
        {t('integrations.success', {
          rate: percent(rate, language),
          calls: count(health.calls, language),
        })}
      </Text>
    </Box>
  );
}

/** Whoever serves features as their primary is not switched off before somebody else does. */
function ActiveSwitch({
  provider,
  siblings,
}: {
  readonly provider: ProviderAnswer;
  readonly siblings: readonly ProviderAnswer[];
}): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [isAsking, { open, close }] = useDisclosure();
  const served = usePrimaryFeatures(provider.id);
  const isPrimary = useIsPrimary(provider.id);
  const change = useSwitchActive(provider);
  if (!canChange) {
    return provider.is_active ? null : <Badge variant="default">{t('status.off')}</Badge>;
  }
  const onChange = async (isActive: boolean): Promise<void> => {
    const isServing = !isActive && (await isPrimary());
    if (isServing) open();
    else change.mutate({ isActive });
  };
  return (
    <>
      <Switch
        checked={provider.is_active}
        disabled={change.isPending}
        onChange={({ currentTarget: { checked } }) => void onChange(checked)}
        aria-label={t('integrations.active', { name: provider.name })}
        error={change.error && <ChangeFailure error={change.error} />}
      />
      <SwitchOffDialog
        isOpen={isAsking}
        close={close}
        provider={provider}
        features={served}
        siblings={siblings}
      />
    </>
  );
}

function ChangeFailure({ error }: { readonly error: Error }): ReactNode {
  return useErrorText(error);
}
