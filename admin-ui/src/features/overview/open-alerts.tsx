import { Anchor, Box, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { placeOfAlert } from '../../lib/alert-places';
import { useFeatureName } from '../../lib/feature-names';
import { dateTime } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useProperty } from '../../lib/property';
import { type FeatureAnswer, featuresQuery } from '../../lib/providers.api';
import { useZone } from '../../lib/zone';
import { HrefLink } from '../../ui/href-link';
import { Moment } from '../../ui/moment';
import { QueryView } from '../../ui/state-view';
import { type Alert, MOST_ALERTS, openAlertsQuery } from './overview.api';

/** What somebody has to look at: what happened, since when, what it affects, and what to do. */
export function OpenAlerts(): ReactNode {
  const { t } = useTexts();
  const { id } = useProperty();
  const query = useQuery(openAlertsQuery(id));
  if (query.data?.items.length === 0) return null;
  return (
    <Stack gap="sm" component="section" aria-labelledby="overview-alerts">
      <Title order={2} size="h4" id="overview-alerts">
        {t('overview.alerts')}
      </Title>
      <QueryView query={query} skeleton={<Skeleton height={110} radius="md" />}>
        {({ items }) => (
          <>
            {items.slice(0, MOST_ALERTS).map((alert) => (
              <AlertCard key={alert.id} alert={alert} />
            ))}
            {items.length > MOST_ALERTS && (
              <Anchor renderRoot={(props) => <Link {...props} to="/health" />} size="sm">
                {t('overview.more_alerts')}
              </Anchor>
            )}
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function AlertCard({ alert }: { readonly alert: Alert }): ReactNode {
  const { t, pick, language } = useTexts();
  const zone = useZone();
  const affected = useAffected(alert);
  const step = placeOfAlert(alert);
  const isCritical = alert.severity === 'critical';
  const color = isCritical ? 'red' : 'yellow';
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      style={{ borderLeft: `4px solid var(--mantine-color-${color}-6)` }}
    >
      <Group justify="space-between" gap="sm" align="end">
        <Box style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Text size="sm" fw={600}>
            {t(isCritical ? 'overview.critical' : 'overview.warning')}
          </Text>
          <Text style={{ overflowWrap: 'anywhere' }}>{pick(alert.message)}</Text>
          <Group gap={6} mt={4}>
            <Text size="sm" c="dimmed">
              {t('overview.since', { since: dateTime(alert.raised_at, zone, language) })} ·
            </Text>
            <Moment at={alert.raised_at} />
          </Group>
          {affected !== '' && (
            <Text size="sm" c="dimmed">
              {t('overview.affected', { features: affected })}
            </Text>
          )}
        </Box>
        {step && (
          <Button
            variant="default"
            renderRoot={(props) => <HrefLink {...props} href={step.href} />}
          >
            {t(step.label)}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

/** The features that the provider of an alert is the first choice of. */
function useAffected({ provider_id: providerId }: Alert): string {
  const name = useFeatureName();
  const { data = [] } = useQuery(featuresQuery);
  if (providerId === null) return '';
  const isFirst = ({ chain }: FeatureAnswer): boolean => chain[0]?.id === providerId;
  const keys = data.filter(isFirst).map(({ feature_key: key }) => name(key));
  return [...new Set(keys)].join(', ');
}
