import { Anchor, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { providersQuery } from '../../lib/providers.api';
import { Facts } from '../../ui/facts';
import { Page } from '../../ui/page';
import { QueryView } from '../../ui/state-view';
import { BackTo } from './back-to';
import { AskDialog } from './ask-dialog';
import { useEventWords } from './event-words';
import { ExactTime } from './exact-time';
import { FieldTable, Payload } from './payload';
import { WebhookState } from './state-word';
import { VerdictView } from './verdict-view';
import { replayWebhook, type WebhookDetail, webhookLogQuery } from './webhooks.api';

/** One inbound webhook: what came, what the hub made of it, what it led to. */
export function WebhookLogPage(): ReactNode {
  const { t } = useTexts();
  const { id } = useParams({ from: '/shell/webhooks/in/$id' });
  const query = useQuery(webhookLogQuery(id));
  return (
    <Page title={t('webhooks.in.one')} action={query.data && <Replay log={query.data} />}>
      <BackTo tab="in" />
      <QueryView query={query}>
        {(log) => (
          <Stack gap="lg">
            <VerdictView log={log} />
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <Arrival log={log} />
              <Effects log={log} />
            </SimpleGrid>
            <Content log={log} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Arrival({ log }: { readonly log: WebhookDetail }): ReactNode {
  const { t } = useTexts();
  const providers = useQuery(providersQuery);
  const provider = providers.data?.find((one) => one.id === log.provider_id);
  const answered = log.reply
    ? t('webhooks.in.replied.how', { ...log.reply })
    : t('webhooks.in.replied.unknown');
  return (
    <Card withBorder>
      <Facts
        facts={[
          [t('webhooks.in.verdict'), <WebhookState key="s" status={log.status} />],
          [
            t('webhooks.in.provider'),
            provider ? (
              <Anchor
                key="p"
                size="sm"
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to="/integrations/$providerId"
                    params={{ providerId: provider.id }}
                    search={{ tab: 'webhooks' }}
                  />
                )}
              >
                {provider.name}
              </Anchor>
            ) : (
              t('webhooks.in.provider.gone')
            ),
          ],
          [t('webhooks.in.received'), <ExactTime key="r" at={log.received_at} />],
          [t('webhooks.in.replied'), answered],
          [t('webhooks.in.processed'), <Processed key="d" log={log} />],
          [t('webhooks.in.attempts'), log.attempts],
          [t('webhooks.in.ip'), log.remote_ip ?? '–'],
          [t('webhooks.in.call'), `${log.method} ${log.route === '' ? '/' : log.route}`],
          [t('webhooks.in.trace'), log.trace_id],
        ]}
      />
    </Card>
  );
}

function Processed({ log }: { readonly log: WebhookDetail }): ReactNode {
  const { t } = useTexts();
  if (log.next_attempt_at !== null && log.reason !== null) {
    return (
      <>
        {t('webhooks.in.retry')} <ExactTime at={log.next_attempt_at} />
      </>
    );
  }
  if (log.processed_at === null) return t('webhooks.in.waiting');
  const ms = new Date(log.processed_at).getTime() - new Date(log.received_at).getTime();
  return ms < 60_000 ? t('webhooks.in.processed.how', { ms }) : <ExactTime at={log.processed_at} />;
}

/** Payments that it touched and events that went out because of it. */
function Effects({ log }: { readonly log: WebhookDetail }): ReactNode {
  const { t } = useTexts();
  const wordsOf = useEventWords();
  const isEmpty = log.results.length === 0 && log.caused.length === 0;
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('webhooks.in.results')}
        </Title>
        {isEmpty && (
          <Text size="sm" c="dimmed">
            {t('webhooks.in.results.none')}
          </Text>
        )}
        {log.results.map((result, i) => (
          <div key={`${i}-${result.event_id}`}>
            <Text size="sm">{t(`result.${result.outcome}`)}</Text>
            {result.subject_id !== undefined && log.integration_type === 'payment' && (
              <Link to="/payments/$id" params={{ id: result.subject_id }}>
                <Text size="sm">{t('webhooks.in.payment')}</Text>
              </Link>
            )}
          </div>
        ))}
        {log.caused.map(({ id, event, deliveries }) => (
          <Text size="sm" key={id}>
            {t('webhooks.in.caused', { event: wordsOf(event), count: deliveries })}
          </Text>
        ))}
        {log.reason !== null && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('webhooks.in.note', { note: log.reason })}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

function Content({ log }: { readonly log: WebhookDetail }): ReactNode {
  const { t } = useTexts();
  if (log.erased_at !== null) return <Text size="sm">{t('webhooks.in.erased')}</Text>;
  return (
    <Stack gap="md">
      <Payload
        title={t(log.body_encoding === 'base64' ? 'webhooks.in.body.base64' : 'webhooks.in.body')}
        body={log.body}
        contentType={log.headers['content-type']}
      />
      {log.body_masked && (
        <Text size="sm" c="dimmed">
          {t('webhooks.in.masked')}
        </Text>
      )}
      {log.query !== '' && <Payload title={t('webhooks.in.query')} body={log.query} />}
      <Title order={3} size="h5">
        {t('webhooks.in.headers')}
      </Title>
      <FieldTable label={t('webhooks.in.headers')} fields={Object.entries(log.headers)} />
    </Stack>
  );
}

function Replay({ log }: { readonly log: WebhookDetail }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const [isAsked, { open, close }] = useDisclosure();
  const replay = useMutation({
    mutationFn: () => replayWebhook(log.id),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhook-logs'] }),
  });
  const isNeeded = log.status === 'failed' || log.status === 'rejected';
  const isBusy = log.status === 'received' || log.status === 'processing';
  if (!canChange || log.erased_at !== null) return null;
  return (
    <Group gap={0}>
      <Button variant={isNeeded ? 'filled' : 'default'} onClick={open} disabled={isBusy}>
        {t('webhooks.in.replay')}
      </Button>
      <Text size="sm" role="status" ml={replay.isSuccess ? 'sm' : 0}>
        {replay.isSuccess ? t('webhooks.in.replayed') : ''}
      </Text>
      <AskDialog
        isOpen={isAsked}
        close={close}
        title={t('webhooks.in.replay.title')}
        text={t('webhooks.in.replay.what')}
        confirm={t('webhooks.in.replay')}
        work={replay}
      />
    </Group>
  );
}
