import { Card, Grid, Group, Stack, Timeline, Title, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { dateTime, money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useVendorHelp } from '../../../lib/vendor-help';
import { useZone } from '../../../lib/zone';
import { CopyField } from '../../../ui/copy-field';
import { Facts } from '../../../ui/facts';
import { Moment } from '../../../ui/moment';
import { QueryView } from '../../../ui/state-view';
import { VendorError } from '../../../ui/vendor-error';
import { EventDetail } from '../timeline/exchange';
import { CancelSubscription } from './cancel-subscription';
import { MoneyPage } from './money-page';
import {
  type Subscription,
  type SubscriptionEvent,
  subscriptionEventsQuery,
  subscriptionQuery,
} from './money.api';
import { SubscriptionStatus } from './subscription-status';
import { useInterval } from './use-interval';

/** One subscription: how it stands, what it took, how it ends. */
export function SubscriptionPage(): ReactNode {
  const { id } = useParams({ from: '/shell/payments/subscriptions/$id' });
  const { t } = useTexts();
  const query = useQuery(subscriptionQuery(id));
  return (
    <MoneyPage
      title={
        query.data
          ? t('subscription.title', { order: query.data.order_id })
          : t('subscriptions.title')
      }
      back={{ to: '/payments/subscriptions', label: 'subscriptions.to_list' }}
      action={query.data && <CancelSubscription subscription={query.data} />}
    >
      <QueryView query={query}>
        {(subscription) => (
          <Grid>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <Stack>
                <Standing subscription={subscription} />
                <Failure subscription={subscription} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 7 }}>
              <Title order={2} size="h4" mb="sm">
                {t('payment.timeline')}
              </Title>
              <History id={subscription.id} />
            </Grid.Col>
          </Grid>
        )}
      </QueryView>
    </MoneyPage>
  );
}

function Standing({ subscription }: { readonly subscription: Subscription }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const intervalOf = useInterval();
  const shown = (at: string | null): string => (at === null ? '–' : dateTime(at, zone, language));
  const { action } = subscription;
  return (
    <Card withBorder>
      <Stack>
        <Facts
          facts={[
            [t('payments.status'), <SubscriptionStatus key="s" status={subscription.status} />],
            [t('payments.amount'), money(subscription.amount, subscription.currency, language)],
            [t('subscription.interval'), intervalOf(subscription)],
            [t('payments.provider'), subscription.provider.name],
            [t('subscription.period_end'), shown(subscription.current_period_end)],
            [t('subscription.started'), shown(subscription.started_at)],
            [t('subscription.cancelled'), shown(subscription.cancelled_at)],
            [t('payment.vendor_id'), subscription.gateway_subscription_id ?? '–'],
          ]}
        />
        {subscription.cancel_at_period_end && (
          <Text size="sm">{t('subscription.ends_with_period')}</Text>
        )}
        {subscription.status === 'incomplete' && action.type === 'redirect' && (
          <CopyField label={t('payment.link')} value={action.url} />
        )}
      </Stack>
    </Card>
  );
}

function Failure({ subscription }: { readonly subscription: Subscription }): ReactNode {
  const { failure, provider } = subscription;
  const help = useVendorHelp(failure ? provider.id : undefined);
  return failure && <VendorError kind={failure.kind} message={failure.message} help={help} />;
}

function History({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(subscriptionEventsQuery(id));
  return (
    <QueryView query={query}>
      {(events) => (
        <Timeline bulletSize={14} lineWidth={2} active={events.length} color="teal">
          {events.map((event) => (
            <Timeline.Item key={event.id} title={<EventHead event={event} />}>
              <EventDetail event={event} />
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </QueryView>
  );
}

function EventHead({ event }: { readonly event: SubscriptionEvent }): ReactNode {
  const { t } = useTexts();
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {t(`payment.source.${event.source}`)}
      </Text>
      {event.to ? (
        <SubscriptionStatus status={event.to} />
      ) : (
        <Text size="sm">
          {t(event.charge_id === null ? 'timeline.event.other' : 'subscription.charge')}
        </Text>
      )}
      <Moment at={event.occurred_at} />
    </Group>
  );
}
