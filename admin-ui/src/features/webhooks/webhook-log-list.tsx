import { Checkbox, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { providersQuery } from '../../lib/providers.api';
import { useZone } from '../../lib/zone';
import { type Column, DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Empty } from '../../ui/state-view';
import { ReplayBar } from './replay-bar';
import { WebhookState } from './state-word';
import { usePicks } from './use-picks';
import { verdictOf } from '../../lib/webhook-verdict';
import { ClearFilter, toWebhookFilter, WebhookLogFilters } from './webhook-log-filters';
import { type WebhookLog, webhookLogsQuery } from './webhooks.api';

/** Everything that vendors sent, newest first. */
export function WebhookLogList(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ from: '/shell/webhooks' });
  const navigate = useNavigate();
  const canChange = useCanChange();
  const { picked, toggle, clear } = usePicks();
  const filter = toWebhookFilter(search, useZone());
  const query = useInfiniteQuery(webhookLogsQuery(filter));
  const columns = useColumns();
  const isFiltered = Object.keys(filter).length > 0;
  const pick = (item: WebhookLog): ReactNode => (
    <Pick isPicked={picked.has(item.id)} toggle={() => toggle(item.id)} item={item} />
  );
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack>
      <WebhookLogFilters search={search} />
      {canChange && shown.length > 0 && (
        <ReplayBar
          picked={[...picked].filter((id) => shown.some((log) => log.id === id))}
          filter={filter}
          clear={clear}
        />
      )}
      <DataList
        query={query}
        label={t('webhooks.in')}
        onOpen={({ id }) => void navigate({ to: '/webhooks/in/$id', params: { id } })}
        empty={
          <Empty
            text={t(isFiltered ? 'list.no_result' : 'webhooks.in.empty')}
            action={isFiltered && <ClearFilter tab="in" />}
          />
        }
        columns={canChange ? withPicks(columns, pick) : columns}
      />
    </Stack>
  );
}

/** The box stands before the first fact, on a phone too. */
function withPicks(
  [first, ...rest]: readonly Column<WebhookLog>[],
  pick: (item: WebhookLog) => ReactNode,
): Column<WebhookLog>[] {
  if (!first) return [];
  const cell = (item: WebhookLog): ReactNode => (
    <Group gap="sm" wrap="nowrap">
      {pick(item)}
      {first.cell(item)}
    </Group>
  );
  return [{ ...first, cell }, ...rest];
}

function useColumns(): readonly Column<WebhookLog>[] {
  const { t } = useTexts();
  const providers = useQuery(providersQuery);
  const nameOf = (id: string): string =>
    providers.data?.find((provider) => provider.id === id)?.name ?? t('webhooks.in.provider.gone');
  return [
    {
      title: t('webhooks.in.provider'),
      cell: (item) => (
        <Text size="sm" fw={600} component="span">
          {nameOf(item.provider_id)}
        </Text>
      ),
    },
    {
      title: t('webhooks.in.verdict'),
      cell: (item) => <WebhookState status={item.status} />,
      isOnCard: true,
    },
    { title: t('webhooks.in.why'), cell: (item) => <Why log={item} />, isCardLine: true },
    {
      title: t('webhooks.in.received'),
      cell: (item) => <Moment at={item.received_at} />,
      align: 'right',
      isOnCard: true,
    },
  ];
}

function Why({ log }: { readonly log: WebhookLog }): ReactNode {
  const { t } = useTexts();
  const what: TextKey = verdictOf(log).what;
  return (
    <Text size="sm" lineClamp={2}>
      {t(what)}
    </Text>
  );
}

function Pick({
  isPicked,
  toggle,
  item,
}: {
  readonly isPicked: boolean;
  readonly toggle: () => void;
  readonly item: WebhookLog;
}): ReactNode {
  const { t } = useTexts();
  return (
    // The row opens by a click; the box must not.
    <Checkbox
      checked={isPicked}
      onChange={toggle}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      aria-label={t('webhooks.in.pick', { at: item.received_at })}
    />
  );
}
