import { Code, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import { useVendorHelp } from '../../../lib/vendor-help';
import { VendorError } from '../../../ui/vendor-error';
import { prettyText } from './pretty-text';
import type { TimelineEntry } from './timeline-entry';

type Call = Extract<TimelineEntry, { kind: 'call' }>['call'];
type Webhook = Extract<TimelineEntry, { kind: 'webhook' }>['webhook'];
type Event = Pick<Extract<TimelineEntry, { kind: 'event' }>['event'], 'detail'>;

/** What was said, to and fro; secrets and guests were masked by the hub. */
export function CallExchange({ call }: { readonly call: Call }): ReactNode {
  const { t } = useTexts();
  const help = useVendorHelp(call.provider_id);
  return (
    <Unfold>
      {call.status !== 'ok' && (
        <VendorError
          kind={call.status}
          code={call.vendor_code}
          message={call.error_message}
          help={help}
        />
      )}
      <Block label={t('timeline.request')} value={call.request_summary} />
      <Block label={t('timeline.response')} value={call.response_summary} />
      {call.trace_id !== null && <Trace id={call.trace_id} />}
    </Unfold>
  );
}

export function WebhookExchange({ webhook }: { readonly webhook: Webhook }): ReactNode {
  const { t } = useTexts();
  return (
    <Unfold>
      {webhook.reason !== null && (
        <Text size="sm">{t('webhooks.in.note', { note: webhook.reason })}</Text>
      )}
      <Block label={t('timeline.body')} value={webhook.body} />
      <Block label={t('timeline.headers')} value={webhook.headers} />
      <Trace id={webhook.trace_id} />
    </Unfold>
  );
}

export function EventDetail({ event }: { readonly event: Event }): ReactNode {
  const { t } = useTexts();
  if (Object.keys(event.detail).length === 0) return null;
  return (
    <Unfold>
      <Block label={t('timeline.detail')} value={event.detail} />
    </Unfold>
  );
}

function Unfold({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTexts();
  const [isOpen, { toggle }] = useDisclosure();
  return (
    <Stack gap={4}>
      <UnstyledButton onClick={toggle} aria-expanded={isOpen} style={{ alignSelf: 'start' }}>
        <Text size="xs" c="dimmed" td="underline">
          {t(isOpen ? 'payment.detail.hide' : 'payment.detail.show')}
        </Text>
      </UnstyledButton>
      <Collapse expanded={isOpen}>{isOpen && <Stack gap="xs">{children}</Stack>}</Collapse>
    </Stack>
  );
}

function Block({ label, value }: { readonly label: string; readonly value: unknown }): ReactNode {
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Code
        block
        tabIndex={0}
        mah={320}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', overflowY: 'auto' }}
      >
        {prettyText(value)}
      </Code>
    </div>
  );
}

function Trace({ id }: { readonly id: string }): ReactNode {
  const { t } = useTexts();
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {t('timeline.trace', { trace: id })}
    </Text>
  );
}
