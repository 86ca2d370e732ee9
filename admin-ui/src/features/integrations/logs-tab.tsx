import { Code, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useOperationName } from '../../lib/operation-names';
import { useVendorHelp } from '../../lib/vendor-help';
import { useFailureTitle, VendorError } from '../../ui/vendor-error';
import { Moment } from '../../ui/moment';
import { callsQuery, type IntegrationLogAnswer } from './integrations.api';
import { pretty } from './json-text';
import { LogLine, LogList } from './log-list';
import { NoEntries } from './no-entries';
import type { TabProps } from './provider.page';
import { CALL_RESULTS } from './provider-tabs';
import { useProviderSearch } from './use-provider-search';

/** Every call to the vendor, newest first. */
export function LogsTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const [{ result }, filter] = useProviderSearch();
  const calls = useInfiniteQuery(callsQuery(provider.id, result ?? ''));
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('logs.filter')}
        data={[
          { value: '', label: t('logs.all') },
          ...CALL_RESULTS.map((value) => ({ value, label: t(`logs.${value}`) })),
        ]}
        value={result ?? ''}
        onChange={(value) => filter({ result: CALL_RESULTS.find((known) => known === value) })}
        style={{ alignSelf: 'start' }}
      />
      <LogList
        query={calls}
        empty={
          <NoEntries
            text={t('logs.empty')}
            clear={result && (() => filter({ result: undefined }))}
          />
        }
        head={(log) => <CallHead log={log} />}
        body={(log) => <CallBody log={log} />}
      />
    </Stack>
  );
}

function CallHead({ log }: { readonly log: IntegrationLogAnswer }): ReactNode {
  const { t } = useTexts();
  const titleOf = useFailureTitle();
  const operationName = useOperationName();
  const help = useVendorHelp(log.provider_id);
  const isOk = log.status === 'ok';
  return (
    <LogLine
      isOk={isOk}
      title={`${operationName(log.action)} · ${isOk ? t('logs.ok') : titleOf({ kind: log.status, code: log.vendor_code, help })}`}
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
