import { Box, Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { count, money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { Dialog } from '../../ui/dialog';
import { VendorTile } from '../../ui/vendor-tile';
import { UsedOperations } from './used-operations';
import type { ProviderUsage, UsageItem } from './usage.api';
import { UsageLimitForm } from './usage-limit-form';

/** One provider in a month: how full its limits are, and which operations it was asked for. */
export function ProviderUsageCard({
  usage,
  items,
  warnsAt,
  canChange,
}: {
  readonly usage: ProviderUsage;
  readonly items: readonly UsageItem[];
  readonly warnsAt: number | undefined;
  readonly canChange: boolean;
}): ReactNode {
  const { t } = useTexts();
  const { provider, limits, uses } = usage;
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <Card withBorder padding="md" component="article" aria-label={provider.name}>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <VendorTile id={provider.slug} name={provider.name} size={32} />
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {provider.name}
            </Text>
          </Group>
          {canChange && (
            <Button
              size="xs"
              variant="default"
              flex="none"
              onClick={open}
              aria-label={t('usage.limit.named', { name: provider.name })}
            >
              {t(limits === null ? 'usage.limit.set' : 'usage.limit.change')}
            </Button>
          )}
        </Group>
        {uses.map((use) => (
          <LimitBar key={use.limit} use={use} warnsAt={warnsAt} />
        ))}
        <Text size="sm" c="dimmed">
          {items.length === 0 && `${t('usage.none')} `}
          {limits === null ? t('usage.limit.none') : t(`usage.action.${limits.action}`)}
        </Text>
        {items.length > 0 && <UsedOperations items={items} name={provider.name} />}
      </Stack>
      <Dialog
        opened={isOpen}
        onClose={close}
        title={t('usage.limit.named', { name: provider.name })}
      >
        {isOpen && <UsageLimitForm providerId={provider.id} known={limits} done={close} />}
      </Dialog>
    </Card>
  );
}

function LimitBar({
  use,
  warnsAt,
}: {
  readonly use: ProviderUsage['uses'][number];
  readonly warnsAt: number | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  const text = (value: number): string =>
    use.currency === undefined ? count(value, language) : money(value, use.currency, language);
  const label = t(`usage.limit.${use.limit}`);
  const isClose = warnsAt !== undefined && use.percent >= warnsAt;
  const color = use.percent >= 100 ? 'red' : isClose ? 'yellow' : 'teal';
  return (
    <Box>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{label}</Text>
        <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {t('usage.of', { used: text(use.used), allowed: text(use.allowed) })} · {use.percent}%
        </Text>
      </Group>
      <Box pos="relative">
        <Progress
          value={Math.min(100, use.percent)}
          color={color}
          size="lg"
          aria-label={`${label}: ${use.percent}%`}
        />
        {warnsAt !== undefined && (
          <Box
            pos="absolute"
            top={-2}
            bottom={-2}
            w={2}
            left={`${warnsAt}%`}
            bg="var(--mantine-color-text)"
            title={t('usage.mark', { percent: warnsAt })}
          />
        )}
      </Box>
      {warnsAt !== undefined && (
        <Text size="xs" c="dimmed" ta="right">
          {t('usage.mark', { percent: warnsAt })}
        </Text>
      )}
    </Box>
  );
}
