import { Alert, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Facts } from '../../ui/facts';
import { Page } from '../../ui/page';
import { Empty, QueryView } from '../../ui/state-view';
import { BackTo } from './back-to';
import { DeliveryTable } from './delivery-table';
import { EndpointActions, hostOf } from './endpoint-actions';
import { DaySuccess } from './endpoint-list';
import { ExactTime } from './exact-time';
import { offReason } from './off-reason';
import { ReplayDeliveries } from './replay-deliveries';
import { EndpointState } from './state-word';
import { type Endpoint, endpointQuery } from './webhooks.api';

const EVER = '1970-01-01T00:00:00Z';

/** One address: how it does, what it hears of, everything that was sent to it. */
export function EndpointPage(): ReactNode {
  const { t } = useTexts();
  const { id } = useParams({ from: '/shell/webhooks/out/$id' });
  const canChange = useCanChange();
  const query = useQuery(endpointQuery(id));
  return (
    <Page title={query.data ? hostOf(query.data.url) : t('endpoint.one')}>
      <BackTo tab="out" />
      <QueryView query={query}>
        {(endpoint) => (
          <Stack gap="lg">
            {canChange && <EndpointActions endpoint={endpoint} />}
            <Condition endpoint={endpoint} />
            <About endpoint={endpoint} />
            <Title order={2} size="h4">
              {t('webhooks.deliveries')}
            </Title>
            <DeliveryTable
              filter={{ endpoint_id: endpoint.id }}
              empty={<Empty text={t('delivery.empty')} />}
            />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

/** What is wrong with it, and what waits for it. */
function Condition({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const { disabled_at: offSince, failing_since: failingSince, parked_count: parked } = endpoint;
  if (offSince === null && failingSince === null && parked === 0) return null;
  return (
    <Alert color={offSince === null ? 'yellow' : 'gray'} variant="light">
      <Stack gap="xs">
        {offSince !== null && (
          <Text size="sm">
            {t('endpoint.off.since')} <ExactTime at={offSince} />.{' '}
            <OffReason reason={endpoint.disabled_reason ?? ''} />
          </Text>
        )}
        {failingSince !== null && (
          <Text size="sm">
            {t('endpoint.failing.since')} <ExactTime at={failingSince} />.{' '}
            {t('endpoint.failing.next')}
          </Text>
        )}
        {parked > 0 && <Parked endpoint={endpoint} />}
      </Stack>
    </Alert>
  );
}

function OffReason({ reason }: { readonly reason: string }): ReactNode {
  const { t } = useTexts();
  const words = offReason(reason);
  return words ? `${t(...words)}.` : t('endpoint.off.reason', { reason });
}

function Parked({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const isOff = endpoint.status === 'disabled';
  const count = endpoint.parked_count;
  return (
    <Group gap="sm">
      <Text size="sm">{t(isOff ? 'endpoint.parked.off' : 'endpoint.parked.on', { count })}</Text>
      {canChange && !isOff && (
        <ReplayDeliveries
          label={t('delivery.replay.parked', { count })}
          host={hostOf(endpoint.url)}
          body={{ endpoint_id: endpoint.id, since: EVER, status: ['parked'] }}
        />
      )}
    </Group>
  );
}

function About({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const until = endpoint.previous_secret_until;
  return (
    <Card withBorder maw={720}>
      <Facts
        facts={[
          [t('endpoint.url'), endpoint.url],
          [t('endpoint.description'), endpoint.description ?? '–'],
          [t('endpoint.state'), <EndpointState key="s" endpoint={endpoint} />],
          [t('endpoint.day'), <DaySuccess key="d" endpoint={endpoint} />],
          [
            t('endpoint.events'),
            endpoint.events.includes('*') ? t('endpoint.events.all') : endpoint.events.join(', '),
          ],
          [t('endpoint.secret'), `whsec_…${endpoint.secret_last4}`],
          [
            t('endpoint.secret.previous'),
            until === null ? t('endpoint.secret.previous.none') : <ExactTime key="u" at={until} />,
          ],
          [t('endpoint.created'), <ExactTime key="c" at={endpoint.created_at} />],
        ]}
      />
      {endpoint.warnings.length > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('endpoint.events.unknown')}
        </Text>
      )}
    </Card>
  );
}
