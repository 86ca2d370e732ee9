import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { presetQuery } from '../../lib/presets.api';
import { Moment } from '../../ui/moment';
import { Empty, Failure, QueryView } from '../../ui/state-view';
import {
  replayWebhook,
  type WebhookLogSummary,
  webhookQuery,
  webhooksQuery,
} from './integrations.api';
import { LogLine, LogList } from './log-list';
import { Json } from './logs-tab';
import type { TabProps } from './provider.page';
import { WebhookPanel } from './webhook-panel';

type Status = WebhookLogSummary['status'];

const STATUSES: readonly Status[] = [
  'processed',
  'rejected',
  'failed',
  'ignored',
  'duplicate',
  'processing',
  'received',
];
const statusName = (status: Status): TextKey => `webhook.status.${status}`;

/** What the vendor told the hub, and what became of it. */
export function WebhooksTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const [status, setStatus] = useState('');
  const webhooks = useInfiniteQuery(webhooksQuery(provider.id, status));
  const preset = useQuery({
    ...presetQuery(provider.preset_id ?? ''),
    enabled: provider.preset_id !== null,
  });
  return (
    <Stack>
      <WebhookPanel providerId={provider.id} preset={preset.data} />
      <Select
        label={t('webhook.filter')}
        data={[
          { value: '', label: t('logs.all') },
          ...STATUSES.map((value) => ({ value, label: t(statusName(value)) })),
        ]}
        value={status}
        onChange={(value) => setStatus(value ?? '')}
        allowDeselect={false}
        maw={260}
      />
      <LogList
        query={webhooks}
        empty={<Empty text={t(status === '' ? 'webhook.empty' : 'list.no_result')} />}
        head={(log) => (
          <LogLine
            isOk={!['rejected', 'failed'].includes(log.status)}
            title={t(statusName(log.status))}
          >
            <Moment at={log.received_at} />
          </LogLine>
        )}
        body={(log) => <WebhookDetail log={log} />}
      />
    </Stack>
  );
}

function WebhookDetail({ log }: { readonly log: WebhookLogSummary }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const detail = useQuery(webhookQuery(log.id));
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => replayWebhook(log.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhook-logs'] }),
  });
  return (
    <Stack gap="xs">
      {log.reason !== null && <Text size="sm">{log.reason}</Text>}
      {log.results.map(({ event_id: id, outcome, detail: text }) => (
        <Text key={id} size="sm">
          {outcome}: {text}
        </Text>
      ))}
      {canChange && (
        <Group>
          <Button
            size="xs"
            variant="default"
            loading={replay.isPending}
            onClick={() => replay.mutate()}
          >
            {t('webhook.replay')}
          </Button>
          <Text size="sm" role="status">
            {replay.isSuccess ? t('webhook.replayed') : ''}
          </Text>
        </Group>
      )}
      {replay.error && <Failure error={replay.error} />}
      <QueryView query={detail}>
        {({ headers, body }) => (
          <>
            <Json label={t('webhook.body')} value={prettyBody(body)} />
            <Json label={t('webhook.headers')} value={headers} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
