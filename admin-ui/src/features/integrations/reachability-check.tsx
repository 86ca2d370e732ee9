import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Failure } from '../../ui/state-view';
import { examineReachability, type Reachability } from './integrations.api';

type Check = Reachability['checks'][number];

const SIGNS: Readonly<Record<Check['level'], readonly [sign: string, color: string]>> = {
  passed: ['✓', 'teal'],
  warning: ['!', 'yellow.8'],
  failed: ['✗', 'red'],
  skipped: ['–', 'dimmed'],
};

/** Asks the hub to walk the way of a webhook itself, and says where it ends. */
export function ReachabilityCheck({ providerId }: { readonly providerId: string }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const examine = useMutation({ mutationFn: () => examineReachability(providerId) });
  if (!canChange) return null;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={600} style={{ flex: '1 1 200px' }}>
          {t('reach.title')}
        </Text>
        <Button
          variant="default"
          size="sm"
          loading={examine.isPending}
          onClick={() => examine.mutate()}
        >
          {t(examine.isSuccess ? 'reach.again' : 'reach.start')}
        </Button>
      </Group>
      {examine.error && <Failure error={examine.error} />}
      {examine.data && <Findings data={examine.data} />}
    </Stack>
  );
}

function Findings({ data: { ok, checks } }: { readonly data: Reachability }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="xs" role="status">
      <Text size="sm" fw={600} c={ok ? 'teal' : 'red'}>
        {t(ok ? 'reach.ok' : 'reach.broken')}
      </Text>
      {checks.map((check) => (
        <Finding key={check.name} check={check} />
      ))}
      <Text size="xs" c="dimmed">
        {t('reach.note')}
      </Text>
    </Stack>
  );
}

function Finding({ check }: { readonly check: Check }): ReactNode {
  const { t, pick } = useTexts();
  const [sign, color] = SIGNS[check.level];
  return (
    <Group wrap="nowrap" align="start" gap="xs">
      <Text fw={700} c={color} w={16} role="img" aria-label={t(`reach.level.${check.level}`)}>
        {sign}
      </Text>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {t(`reach.check.${check.name}`)}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {pick(check.message)}
        </Text>
        {check.hint && <Text size="sm">{pick(check.hint)}</Text>}
      </div>
    </Group>
  );
}
