import { Accordion, Alert, Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Facts } from '../../ui/facts';
import { Page } from '../../ui/page';
import { QueryView } from '../../ui/state-view';
import { BackTo } from './back-to';
import { hostOf } from './endpoint-actions';
import { useEventWords } from './event-words';
import { ExactTime } from './exact-time';
import { FieldTable, Payload } from './payload';
import { ReplayDeliveries } from './replay-deliveries';
import { DeliveryState } from './state-word';
import {
  allEndpointsQuery,
  type Attempt,
  deliveryQuery,
  type DeliveryWithAttempts,
} from './webhooks.api';

/** One delivery with every attempt: what was sent, what was answered, what went wrong. */
export function DeliveryPage(): ReactNode {
  const { t } = useTexts();
  const { id } = useParams({ from: '/shell/webhooks/deliveries/$id' });
  const wordsOf = useEventWords();
  const query = useQuery(deliveryQuery(id));
  return (
    <Page
      title={query.data ? wordsOf(query.data.event) : t('delivery.one')}
      intro={query.data?.event}
    >
      <BackTo tab="deliveries" />
      <QueryView query={query}>
        {(delivery) => (
          <Stack gap="lg">
            <Trouble delivery={delivery} />
            <About delivery={delivery} />
            <Attempts attempts={delivery.attempts} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

const TROUBLE: Readonly<Record<DeliveryWithAttempts['status'], string>> = {
  pending: 'yellow',
  retrying: 'yellow',
  delivered: 'teal',
  dead: 'red',
  parked: 'gray',
};

function Trouble({ delivery }: { readonly delivery: DeliveryWithAttempts }): ReactNode {
  const { t } = useTexts();
  const { cause } = delivery;
  if (cause === null) return null;
  return (
    <Alert color={TROUBLE[delivery.status]} variant="light" title={t(`cause.${cause}`)}>
      <Text size="sm">{t(`cause.${cause}.next`)}</Text>
    </Alert>
  );
}

function About({ delivery }: { readonly delivery: DeliveryWithAttempts }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const endpoints = useQuery(allEndpointsQuery);
  const endpoint = endpoints.data?.find(({ id }) => id === delivery.endpoint_id);
  const next = delivery.next_attempt_at;
  return (
    <Card withBorder maw={720}>
      <Facts
        facts={[
          [t('endpoint.state'), <DeliveryState key="s" status={delivery.status} />],
          [
            t('endpoint.url'),
            endpoint ? (
              <Anchor
                key="e"
                size="sm"
                renderRoot={(props) => (
                  <Link {...props} to="/webhooks/out/$id" params={{ id: endpoint.id }} />
                )}
              >
                {hostOf(endpoint.url)}
              </Anchor>
            ) : (
              t('endpoint.gone')
            ),
          ],
          [t('delivery.created'), <ExactTime key="c" at={delivery.created_at} />],
          [
            t('delivery.next'),
            next === null ? t('delivery.next.none') : <ExactTime key="n" at={next} />,
          ],
          [t('delivery.attempts'), delivery.attempt_count],
          [t('delivery.event.id'), delivery.event_id],
        ]}
      />
      {canChange && endpoint?.status === 'enabled' && (
        <Group mt="md" gap="sm">
          <ReplayDeliveries
            label={t('delivery.replay')}
            host={hostOf(endpoint.url)}
            body={{ ids: [delivery.id] }}
          />
        </Group>
      )}
    </Card>
  );
}

function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }): ReactNode {
  const { t } = useTexts();
  const newest = attempts.at(-1);
  if (!newest) return <Text c="dimmed">{t('delivery.no_attempt')}</Text>;
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {t('delivery.attempts')}
      </Title>
      <Accordion variant="contained" defaultValue={String(newest.number)} keepMounted={false}>
        {attempts.toReversed().map((attempt) => (
          <Accordion.Item key={attempt.number} value={String(attempt.number)}>
            <Accordion.Control>
              <Head attempt={attempt} />
            </Accordion.Control>
            <Accordion.Panel>
              <Exchange attempt={attempt} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Payload title={t('delivery.request')} body={newest.request.body} />
    </Stack>
  );
}

function Head({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const { t } = useTexts();
  const { cause, response } = attempt;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" fw={600}>
        {t('delivery.attempt', { number: attempt.number })}
      </Text>
      <Text size="sm">
        {cause === null
          ? t('delivery.answered', { status: response?.status ?? '' })
          : t(`cause.${cause}`)}
      </Text>
      <Text size="sm" c="dimmed">
        <ExactTime at={attempt.started_at} /> {t('delivery.took', { ms: attempt.duration_ms })}
      </Text>
    </Group>
  );
}

function Exchange({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const { t } = useTexts();
  const { response, cause, error } = attempt;
  return (
    <Stack gap="md">
      {cause !== null && (
        <Text size="sm">
          {t(`cause.${cause}.next`)} {error !== null && t('webhooks.in.note', { note: error })}
        </Text>
      )}
      {response ? (
        <>
          <Payload
            title={t('delivery.response.status', { status: response.status })}
            body={response.body}
            contentType={response.headers['content-type']}
          />
          <FieldTable
            label={t('delivery.response.headers')}
            fields={Object.entries(response.headers)}
          />
        </>
      ) : (
        <Text size="sm">{t('delivery.no_response')}</Text>
      )}
      <Title order={3} size="h5">
        {t('delivery.request.headers')}
      </Title>
      <FieldTable
        label={t('delivery.request.headers')}
        fields={Object.entries(attempt.request.headers)}
      />
    </Stack>
  );
}
