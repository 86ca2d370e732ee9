import { Badge, Button, Code, Drawer, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { DataList } from '../../ui/data-list';
import { Facts } from '../../ui/facts';
import { Moment } from '../../ui/moment';
import { Empty, Failure, QueryView } from '../../ui/state-view';
import { useCanChange } from '../../lib/permissions';
import { replayWebhook, type WebhookLog, webhookLogQuery, webhookLogsQuery } from './webhooks.api';

const COLORS: Readonly<Record<WebhookLog['status'], string>> = {
  received: 'blue',
  rejected: 'red',
  duplicate: 'gray',
  processing: 'blue',
  processed: 'teal',
  ignored: 'gray',
  failed: 'red',
};

export function WebhookLogList(): ReactNode {
  const { t } = useTexts();
  const [openId, setOpenId] = useState<string>();
  const query = useInfiniteQuery(webhookLogsQuery({}));
  return (
    <>
      <DataList
        query={query}
        label={t('webhooks.in')}
        onOpen={({ id }) => setOpenId(id)}
        empty={<Empty text={t('webhooks.in.empty')} />}
        columns={[
          { title: t('webhooks.in.received'), cell: (item) => <Moment at={item.received_at} /> },
          {
            title: t('webhooks.in.verdict'),
            cell: (item) => <WebhookStatus status={item.status} />,
            isOnCard: true,
          },
          {
            title: t('webhooks.in.results'),
            cell: (item) => (
              <Text size="sm" lineClamp={2}>
                {item.reason ?? item.results[0]?.detail ?? '–'}
              </Text>
            ),
            isOnCard: true,
          },
        ]}
      />
      <Drawer
        opened={openId !== undefined}
        onClose={() => setOpenId(undefined)}
        position="right"
        size="lg"
        title={t('webhooks.in')}
      >
        {openId !== undefined && <WebhookLogView id={openId} />}
      </Drawer>
    </>
  );
}

function WebhookStatus({ status }: { readonly status: WebhookLog['status'] }): ReactNode {
  const { t } = useTexts();
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {t(`webhook.status.${status}`)}
    </Badge>
  );
}

function WebhookLogView({ id }: { readonly id: string }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const query = useQuery(webhookLogQuery(id));
  const replay = useMutation({
    mutationFn: () => replayWebhook(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhook-logs'] }),
  });
  return (
    <QueryView query={query}>
      {(log) => (
        <Stack>
          <Facts
            facts={[
              [t('webhooks.in.verdict'), <WebhookStatus key="s" status={log.status} />],
              [t('webhooks.in.received'), <Moment key="r" at={log.received_at} />],
              [t('webhooks.in.results'), log.reason ?? log.results[0]?.detail ?? '–'],
            ]}
          />
          {canChange && (
            <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
              {replay.isSuccess ? t('webhooks.in.replayed') : t('webhooks.in.replay')}
            </Button>
          )}
          {replay.error && <Failure error={replay.error} />}
          <Title order={3} size="h5">
            {t('webhooks.in.body')}
          </Title>
          <Code block>{pretty(log.body)}</Code>
          <Title order={3} size="h5">
            {t('webhooks.in.headers')}
          </Title>
          <Code block>{JSON.stringify(log.headers, null, 2)}</Code>
        </Stack>
      )}
    </QueryView>
  );
}

/** JSON with line breaks; anything else as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
