import { Code, Collapse, Group, Stack, Text, Timeline, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import { QueryView } from '../../ui/state-view';
import { PaymentStatusBadge } from './payment-status';
import { type PaymentEvent, paymentEventsQuery } from './payments.api';

/** Newest first: who said what, and what it changed. */
export function PaymentTimeline({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(paymentEventsQuery(id));
  return (
    <QueryView query={query}>
      {({ items }) => {
        const newestFirst = [...items].sort((a, b) => (a.id < b.id ? 1 : -1));
        return (
          <Timeline bulletSize={14} lineWidth={2} active={items.length}>
            {newestFirst.map((event) => (
              <Timeline.Item key={event.id} title={<Headline event={event} />}>
                <Detail event={event} />
              </Timeline.Item>
            ))}
          </Timeline>
        );
      }}
    </QueryView>
  );
}

function Headline({ event }: { readonly event: PaymentEvent }): ReactNode {
  const { t } = useTexts();
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {t(`payment.source.${event.source}`)}
      </Text>
      {event.to ? (
        <PaymentStatusBadge status={event.to} />
      ) : (
        <Text size="sm">{event.type.replaceAll('_', ' ')}</Text>
      )}
      <Moment at={event.occurred_at} />
    </Group>
  );
}

function Detail({ event }: { readonly event: PaymentEvent }): ReactNode {
  const { t } = useTexts();
  const [isOpen, { toggle }] = useDisclosure();
  if (Object.keys(event.detail).length === 0) return null;
  return (
    <Stack gap={4}>
      <UnstyledButton onClick={toggle} aria-expanded={isOpen}>
        <Text size="xs" c="dimmed" td="underline">
          {t(isOpen ? 'payment.detail.hide' : 'payment.detail.show')}
        </Text>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Code block>{JSON.stringify(event.detail, null, 2)}</Code>
      </Collapse>
    </Stack>
  );
}
