import { Group, Select, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { presetQuery } from '../../lib/presets.api';
import { verdictOf } from '../../lib/webhook-verdict';
import { type Column, DataList } from '../../ui/data-list';
import { Mark } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { type WebhookLogSummary, webhooksQuery } from './integrations.api';
import { NoEntries } from './no-entries';
import type { TabProps } from './provider.page';
import { type WebhookState, WEBHOOK_STATES } from './provider-tabs';
import { useProviderSearch } from './use-provider-search';
import { WebhookPanel } from './webhook-panel';

const stateName = (state: WebhookState): TextKey => `webhook.status.${state}`;

/** What the vendor told the hub, and what became of it; each opens on a page of its own. */
export function WebhooksTab({ provider }: TabProps): ReactNode {
  const { t } = useTexts();
  const [{ state }, filter] = useProviderSearch();
  const navigate = useNavigate();
  const webhooks = useInfiniteQuery(webhooksQuery(provider.id, state ?? ''));
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
          ...WEBHOOK_STATES.map((value) => ({ value, label: t(stateName(value)) })),
        ]}
        value={state ?? ''}
        onChange={(value) => filter({ state: WEBHOOK_STATES.find((known) => known === value) })}
        allowDeselect={false}
        maw={260}
      />
      <DataList
        query={webhooks}
        label={t('provider.tab.webhooks')}
        columns={useColumns()}
        onOpen={({ id }) => void navigate({ to: '/webhooks/in/$id', params: { id } })}
        empty={
          <NoEntries
            text={t('webhook.empty')}
            clear={state && (() => filter({ state: undefined }))}
          />
        }
      />
    </Stack>
  );
}

function useColumns(): readonly Column<WebhookLogSummary>[] {
  const { t } = useTexts();
  return [
    {
      title: t('webhooks.in.why'),
      cell: (log) => (
        <Group gap="xs" wrap="nowrap">
          <Mark isOk={log.status !== 'rejected' && log.status !== 'failed'} />
          <Text size="sm">{t(verdictOf(log).what)}</Text>
        </Group>
      ),
    },
    {
      title: t('webhook.filter'),
      cell: (log) => <Text size="sm">{t(stateName(log.status))}</Text>,
      isOnCard: true,
    },
    {
      title: t('webhooks.in.received'),
      cell: (log) => <Moment at={log.received_at} />,
      align: 'right',
      isOnCard: true,
    },
  ];
}
