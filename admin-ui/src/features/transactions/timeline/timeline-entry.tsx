import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import { providersQuery } from '../../../lib/providers.api';
import { useVendorHelp } from '../../../lib/vendor-help';
import { Moment } from '../../../ui/moment';
import { useFailureTitle } from '../../../ui/vendor-error';
import { PaymentStatusBadge } from '../payments/payment-status';
import type { Timeline } from '../payments/payments.api';
import { CallExchange, EventDetail, WebhookExchange } from './exchange';
import { duration } from './duration';
import { eventWords, operationWords } from './timeline-words';

export type TimelineEntry = Timeline['items'][number];
type EntryOf<K extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: K }>;

/** Who, what, when and how long, in one line that breaks where it has to. */
export function EntryHead({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  return (
    <Group gap="xs">
      <Headline entry={entry} />
      <Moment at={entry.at} />
    </Group>
  );
}

function Headline({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const { t } = useTexts();
  switch (entry.kind) {
    case 'event':
      return <EventHead entry={entry} />;
    case 'call':
      return <CallHead entry={entry} />;
    case 'webhook':
      return <WebhookHead entry={entry} />;
    case 'reveal':
      return <Text size="sm">{t('timeline.reveal', { actor: entry.actor })}</Text>;
  }
}

function EventHead({ entry }: { readonly entry: EntryOf<'event'> }): ReactNode {
  const { t, language } = useTexts();
  const { event, since_ms: since } = entry;
  return (
    <>
      <Text size="sm" fw={600}>
        {t(`payment.source.${event.source}`)}
      </Text>
      {event.to ? (
        <PaymentStatusBadge status={event.to} />
      ) : (
        <Text size="sm">{t(eventWords(event.type))}</Text>
      )}
      {since !== null && (
        <Text size="xs" c="dimmed">
          {t('timeline.since', { time: duration(since, language) })}
        </Text>
      )}
    </>
  );
}

function CallHead({ entry }: { readonly entry: EntryOf<'call'> }): ReactNode {
  const { t, language } = useTexts();
  const { call } = entry;
  const help = useVendorHelp(call.provider_id);
  const titleOf = useFailureTitle();
  const provider = useProviderName(call.provider_id);
  const isOk = call.status === 'ok';
  return (
    <>
      <Mark isOk={isOk} />
      <Text size="sm">
        {t(operationWords(call.action), { provider })}
        {!isOk && ` · ${titleOf({ kind: call.status, code: call.vendor_code, help })}`}
      </Text>
      <Text size="xs" c="dimmed">
        {duration(call.latency_ms, language)}
        {call.attempt > 1 && ` · ${t('timeline.attempt', { number: call.attempt })}`}
      </Text>
    </>
  );
}

function WebhookHead({ entry }: { readonly entry: EntryOf<'webhook'> }): ReactNode {
  const { t, language } = useTexts();
  const { webhook } = entry;
  const provider = useProviderName(webhook.provider_id);
  const { processed_at: done, received_at: begun } = webhook;
  return (
    <>
      <Mark isOk={webhook.status !== 'rejected' && webhook.status !== 'failed'} />
      <Text size="sm">
        {t('timeline.webhook', { provider })} · {t(`webhook.status.${webhook.status}`)}
      </Text>
      {done !== null && (
        <Text size="xs" c="dimmed">
          {duration(Date.parse(done) - Date.parse(begun), language)}
        </Text>
      )}
    </>
  );
}

/** The word beside it says the same. */
function Mark({ isOk }: { readonly isOk: boolean }): ReactNode {
  return (
    <Text size="sm" fw={700} c={isOk ? 'teal' : 'red'} aria-hidden="true">
      {isOk ? '✓' : '✗'}
    </Text>
  );
}

export function EntryBody({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  switch (entry.kind) {
    case 'event':
      return <EventDetail event={entry.event} />;
    case 'call':
      return <CallExchange call={entry.call} />;
    case 'webhook':
      return <WebhookExchange webhook={entry.webhook} />;
    case 'reveal':
      return null;
  }
}

function useProviderName(id: string): string {
  const { data } = useQuery(providersQuery);
  return data?.find((one) => one.id === id)?.name ?? '–';
}
