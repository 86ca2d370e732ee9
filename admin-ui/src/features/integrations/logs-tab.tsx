import { Code, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { useVendorHelp } from '../../lib/vendor-help';
import { useFailureTitle, VendorError } from '../../ui/vendor-error';
import { Moment } from '../../ui/moment';
import { Empty } from '../../ui/state-view';
import { callsQuery, type IntegrationLogAnswer } from './integrations.api';
import { pretty } from './json-text';
import { LogLine, LogList } from './log-list';
import type { TabProps } from './provider.page';

/** Every call to the vendor, newest first. */
export function LogsTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const [status, setStatus] = useState('');
  const calls = useInfiniteQuery(callsQuery(provider.id, status));
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('logs.filter')}
        data={[
          { value: '', label: t('logs.all') },
          { value: 'ok', label: t('logs.ok') },
          { value: 'failed', label: t('logs.failed') },
        ]}
        value={status}
        onChange={setStatus}
        style={{ alignSelf: 'start' }}
      />
      <LogList
        query={calls}
        empty={<Empty text={t(status === '' ? 'logs.empty' : 'list.no_result')} />}
        head={(log) => <CallHead log={log} />}
        body={(log) => <CallBody log={log} />}
      />
    </Stack>
  );
}

function CallHead({ log }: { readonly log: IntegrationLogAnswer }): ReactNode {
  const { t } = useTexts();
  const titleOf = useFailureTitle();
  const help = useVendorHelp(log.provider_id);
  const isOk = log.status === 'ok';
  return (
    <LogLine
      isOk={isOk}
      title={`${log.action} · ${isOk ? t('logs.ok') : titleOf({ kind: log.status, code: log.vendor_code, help })}`}
    >
      <Text size="sm" c="dimmed">
        {[log.http_status, `${Math.round(log.latency_ms)} ms`].filter(Boolean).join(' · ')}
      </Text>
      <Moment at={log.created_at} />
    </LogLine>
  );
}

function CallBody({ log }: { readonly log: IntegrationLogAnswer }): ReactNode {
  const { t } = useTexts();
  const help = useVendorHelp(log.provider_id);
  return (
    <Stack gap="xs">
      {log.status !== 'ok' && (
        <VendorError
          kind={log.status}
          code={log.vendor_code}
          message={log.error_message}
          help={help}
        />
      )}
      <Text size="xs" c="dimmed">
        {t('logs.trace', { trace: log.trace_id ?? '–' })}
      </Text>
      <Json label={t('logs.request')} value={log.request_summary} />
      <Json label={t('logs.response')} value={log.response_summary} />
    </Stack>
  );
}

export function Json({
  label,
  value,
}: {
  readonly label: string;
  readonly value: unknown;
}): ReactNode {
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {typeof value === 'string' ? value : pretty(value ?? null)}
      </Code>
    </div>
  );
}
