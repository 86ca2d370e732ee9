import { Group, Text, useMantineTheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { Delivery, Endpoint, WebhookLog } from './webhooks.api';

type Color = 'teal' | 'red' | 'yellow' | 'gray' | 'blue';

const WEBHOOK_COLORS: Readonly<Record<WebhookLog['status'], Color>> = {
  received: 'blue',
  processing: 'blue',
  processed: 'teal',
  rejected: 'red',
  failed: 'red',
  duplicate: 'gray',
  ignored: 'gray',
};
const DELIVERY_COLORS: Readonly<Record<Delivery['status'], Color>> = {
  pending: 'blue',
  retrying: 'yellow',
  delivered: 'teal',
  dead: 'red',
  parked: 'gray',
};

/** A dot and its word: never colour alone. */
function StateWord({ color, word }: { readonly color: Color; readonly word: string }): ReactNode {
  const theme = useMantineTheme();
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex">
      <svg width={10} height={10} aria-hidden="true" focusable="false">
        <circle cx={5} cy={5} r={4} fill={theme.colors[color][6]} />
      </svg>
      <Text component="span" size="sm" style={{ whiteSpace: 'nowrap' }}>
        {word}
      </Text>
    </Group>
  );
}

export function WebhookState({ status }: { readonly status: WebhookLog['status'] }): ReactNode {
  const { t } = useTexts();
  return <StateWord color={WEBHOOK_COLORS[status]} word={t(`webhook.status.${status}`)} />;
}

export function DeliveryState({ status }: { readonly status: Delivery['status'] }): ReactNode {
  const { t } = useTexts();
  return <StateWord color={DELIVERY_COLORS[status]} word={t(`delivery.status.${status}`)} />;
}

export function EndpointState({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  if (endpoint.status === 'disabled') return <StateWord color="gray" word={t('status.off')} />;
  return endpoint.failing_since === null ? (
    <StateWord color="teal" word={t('endpoint.active')} />
  ) : (
    <StateWord color="yellow" word={t('endpoint.failing')} />
  );
}
