import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { providersQuery } from '../../lib/providers.api';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Facts } from '../../ui/facts';
import { Moment } from '../../ui/moment';
import { AcknowledgeDialog } from './acknowledge-dialog';
import { affectedFeatures, placeOfAlert } from '../../lib/alert-places';
import { type Alert, resolveAlert } from './health.api';

const COLORS = { critical: 'red', warning: 'yellow' } as const;

/** What happened, since when, what it affects, and the next step. */
export function AlertCard({ alert }: { readonly alert: Alert }): ReactNode {
  const { t, pick } = useTexts();
  const affects = useAffects(alert);
  const color = alert.status === 'resolved' ? 'gray' : COLORS[alert.severity];
  return (
    <Card
      withBorder
      padding="sm"
      component="article"
      style={{ borderInlineStart: `4px solid var(--mantine-color-${color}-6)` }}
    >
      <Stack gap="sm">
        <Group gap="xs">
          <Badge color={color} variant="light">
            {t(`alerts.severity.${alert.severity}`)}
          </Badge>
          {alert.status !== 'open' && (
            <Badge color="gray" variant="outline">
              {t(`alerts.filter.${alert.status}`)}
            </Badge>
          )}
        </Group>
        <Text style={{ overflowWrap: 'anywhere' }}>{pick(alert.message)}</Text>
        <Facts
          facts={[
            [t('alerts.since'), <Moment key="since" at={alert.raised_at} />],
            ...(alert.resolved_at === null
              ? []
              : [[t('alerts.over'), <Moment key="over" at={alert.resolved_at} />] as const]),
            ...(affects === '' ? [] : [[t('alerts.affects'), affects] as const]),
          ]}
        />
        {alert.acknowledged_by !== null && (
          <Text size="sm">{t('alerts.acknowledged', { name: alert.acknowledged_by })}</Text>
        )}
        {alert.note !== null && (
          <Text size="sm" fs="italic" style={{ overflowWrap: 'anywhere' }}>
            {alert.note}
          </Text>
        )}
        <Actions alert={alert} />
      </Stack>
    </Card>
  );
}

function useAffects(alert: Alert): string {
  const nameOf = useFeatureName();
  const providers = useQuery(providersQuery);
  const provider = providers.data?.find(({ id }) => id === alert.provider_id);
  const features = affectedFeatures(alert).map((text) => {
    const [key = text, ...rest] = text.split(' ');
    return [nameOf(key), ...rest].join(' ');
  });
  return [...(provider ? [provider.name] : []), ...features].join(' · ');
}

function Actions({ alert }: { readonly alert: Alert }): ReactNode {
  const { t, pick } = useTexts();
  const canChange = useCanChange() && alert.status !== 'resolved';
  const queries = useQueryClient();
  const [asks, setAsks] = useState<'acknowledge' | 'resolve' | undefined>();
  const resolve = useMutation({
    mutationFn: () => resolveAlert(alert.id),
    onSuccess: async () => {
      setAsks(undefined);
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  return (
    <Group gap="xs">
      <NextStep alert={alert} />
      {canChange && alert.status === 'open' && (
        <Button size="xs" variant="default" onClick={() => setAsks('acknowledge')}>
          {t('alerts.acknowledge')}
        </Button>
      )}
      {canChange && (
        <Button size="xs" variant="default" onClick={() => setAsks('resolve')}>
          {t('alerts.resolve')}
        </Button>
      )}
      <AcknowledgeDialog
        alert={alert}
        isOpen={asks === 'acknowledge'}
        close={() => setAsks(undefined)}
      />
      <ConfirmDialog
        isOpen={asks === 'resolve'}
        close={() => setAsks(undefined)}
        title={t('alerts.resolve')}
        text={`${pick(alert.message)} ${t('alerts.resolve.text')}`}
        confirm={t('alerts.resolve')}
        isPending={resolve.isPending}
        error={resolve.error}
        onConfirm={() => resolve.mutate()}
      />
    </Group>
  );
}

/** Leads to where something can be done about it. */
function NextStep({ alert }: { readonly alert: Alert }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const place = alert.status === 'resolved' ? undefined : placeOfAlert(alert);
  if (!place) return null;
  return (
    <Button
      size="xs"
      component="a"
      href={place.href}
      onClick={(event) => {
        event.preventDefault();
        void navigate({ href: place.href });
      }}
    >
      {t(place.label)}
    </Button>
  );
}
