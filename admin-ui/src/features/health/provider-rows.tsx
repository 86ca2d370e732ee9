import { Accordion, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { conditionOf } from '../../lib/provider-condition';
import type { ProviderAnswer } from '../../lib/providers.api';
import { Moment } from '../../ui/moment';
import { StatusDot } from '../../ui/status-dot';
import type { Window } from './choices';
import { Course } from './course';
import type { ProviderHealth } from './health.api';
import { useChartWords } from './use-chart-words';

export interface ShownProvider {
  readonly health: ProviderHealth;
  readonly provider: ProviderAnswer;
}

/** A line for each provider; opened, it shows the same charts for it alone. */
export function ProviderRows({
  items,
  window,
  opened,
  open,
}: {
  readonly items: readonly ShownProvider[];
  readonly window: Window;
  readonly opened: string | undefined;
  readonly open: (providerId: string | undefined) => void;
}): ReactNode {
  const { t } = useTexts();
  const nameOf = (id: string): string =>
    items.find(({ health }) => health.id === id)?.health.name ?? id;
  return (
    <Accordion
      variant="contained"
      keepMounted={false}
      value={opened ?? null}
      onChange={(id) => open(id ?? undefined)}
      order={3}
    >
      {items.map((item) => (
        <Accordion.Item key={item.health.id} value={item.health.id}>
          <Accordion.Control px="sm">
            <Line {...item} window={window} />
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              <Group>
                <Button
                  component={Link}
                  to={`/integrations/${item.health.id}`}
                  size="xs"
                  variant="default"
                >
                  {t('health.open')}
                </Button>
              </Group>
              <Course window={window} providerId={item.health.id} nameOf={nameOf} />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Line({
  health,
  provider,
  window,
}: ShownProvider & { readonly window: Window }): ReactNode {
  const { t } = useTexts();
  const words = useChartWords(window);
  return (
    <Group justify="space-between" gap="xs" pe="sm">
      <Stack gap={2} style={{ minWidth: 0, flex: '1 1 180px' }}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {health.name}
        </Text>
        <Text size="sm" c="dimmed" component="span">
          {health.calls === 0
            ? t('health.line.quiet')
            : t('health.line', {
                calls: words.count(health.calls),
                rate: words.percent(health.success_rate),
              })}
        </Text>
        {health.last_error && (
          <Text size="xs" c="dimmed" component="span">
            {t('health.last_error', { what: words.kind(health.last_error.kind) })}{' '}
            <Moment at={health.last_error.at} />
          </Text>
        )}
      </Stack>
      <StatusDot condition={conditionOf(provider, health)} />
    </Group>
  );
}
