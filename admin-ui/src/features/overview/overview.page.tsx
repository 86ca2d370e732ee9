import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { money } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import { Page } from '../../ui/page';
import { QueryView } from '../../ui/state-view';
import { latestPaymentsQuery, openAlertsQuery, stateQuery } from './overview.api';

export function OverviewPage(): ReactNode {
  const { t } = useTexts();
  return (
    <Page title={t('nav.overview')}>
      <Headline />
      <OpenAlerts />
      <LatestPayments />
    </Page>
  );
}

/** One sentence: is anything wrong? */
function Headline(): ReactNode {
  const { t } = useTexts();
  const state = useQuery(stateQuery);
  const alerts = useQuery(openAlertsQuery);
  return (
    <QueryView query={state}>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Card withBorder>
              <Group justify="space-between">
                <Text size="lg">{t('overview.none')}</Text>
                <Button component="a" href="/integrations/new">
                  {t('overview.connect')}
                </Button>
              </Group>
            </Card>
          );
        }
        const troubles = alerts.data?.items.length ?? 0;
        return (
          <Text size="lg">
            {troubles === 0 ? t('overview.all_well') : t('overview.trouble', { count: troubles })}
          </Text>
        );
      }}
    </QueryView>
  );
}

function OpenAlerts(): ReactNode {
  const { t, pick } = useTexts();
  const { data } = useQuery(openAlertsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Stack gap="sm">
      {data.items.map((alert) => (
        <Alert
          key={alert.id}
          color={alert.severity === 'critical' ? 'red' : 'yellow'}
          variant="light"
        >
          <Group justify="space-between" gap="xs">
            <Text size="sm" style={{ flex: 1, minWidth: 220 }}>
              {pick(alert.message)}
            </Text>
            <Moment at={alert.raised_at} />
            <Button component={Link} to="/health" size="xs" variant="default">
              {t('action.open')}
            </Button>
          </Group>
        </Alert>
      ))}
    </Stack>
  );
}

function LatestPayments(): ReactNode {
  const { t, language } = useTexts();
  const query = useQuery(latestPaymentsQuery);
  return (
    <Card withBorder>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('overview.recent')}
        </Title>
        <Button component={Link} to="/payments" size="xs" variant="default">
          {t('overview.see_all')}
        </Button>
      </Group>
      <QueryView query={query}>
        {({ items }) => (
          <Stack gap={6}>
            {items.length === 0 && <Text c="dimmed">{t('payments.empty')}</Text>}
            {items.map((payment) => (
              <Group key={payment.id} justify="space-between" wrap="nowrap" gap="xs">
                <Text size="sm" truncate>
                  {payment.order_id}
                </Text>
                <Text size="sm">{t(`payment.status.${payment.status}`)}</Text>
                <Text size="sm">{money(payment.amount, payment.currency, language)}</Text>
              </Group>
            ))}
          </Stack>
        )}
      </QueryView>
    </Card>
  );
}
