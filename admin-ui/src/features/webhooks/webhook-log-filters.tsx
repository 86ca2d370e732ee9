import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { providersQuery } from '../../lib/providers.api';
import { dayEnd, dayStart } from './day-bounds';
import { WEBHOOK_STATUSES, type WebhookSearch } from './webhook-search';
import type { WebhookFilter } from './webhooks.api';

/** The filters of the address as the hub takes them. */
export function toWebhookFilter(search: WebhookSearch, zone: string): WebhookFilter {
  return {
    ...(search.provider !== undefined && { provider_id: search.provider }),
    ...(search.status !== undefined && { status: search.status }),
    ...(search.from !== undefined && { from: dayStart(search.from, zone) }),
    ...(search.to !== undefined && { to: dayEnd(search.to, zone) }),
    ...(search.ref !== undefined && { reference: search.ref }),
  };
}

export function WebhookLogFilters({ search }: { readonly search: WebhookSearch }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const providers = useQuery(providersQuery);
  const change = (next: Partial<WebhookSearch>): void =>
    void navigate({ to: '/webhooks', search: { ...search, ...next }, replace: true });
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
      <Select
        label={t('webhooks.in.provider')}
        placeholder={t('filter.all')}
        clearable
        searchable
        data={(providers.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.provider ?? null}
        onChange={(value) => change({ provider: value ?? undefined })}
      />
      <Select
        label={t('webhooks.in.verdict')}
        placeholder={t('filter.all')}
        clearable
        data={WEBHOOK_STATUSES.map((value) => ({ value, label: t(`webhook.status.${value}`) }))}
        value={search.status ?? null}
        onChange={(value) => change({ status: value ?? undefined })}
      />
      <Day label={t('filter.from')} value={search.from} change={(from) => change({ from })} />
      <Day label={t('filter.to')} value={search.to} change={(to) => change({ to })} />
      <Reference key={search.ref ?? ''} value={search.ref} change={(ref) => change({ ref })} />
    </SimpleGrid>
  );
}

interface FieldProps {
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
}

function Day({ label, value, change }: FieldProps & { readonly label: string }): ReactNode {
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => change(currentTarget.value || undefined)}
    />
  );
}

function Reference({ value, change }: FieldProps): ReactNode {
  const { t } = useTexts();
  return (
    <TextInput
      label={t('webhooks.in.reference')}
      placeholder={t('webhooks.in.reference.example')}
      defaultValue={value ?? ''}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') change(currentTarget.value.trim() || undefined);
      }}
      onBlur={({ currentTarget }) => change(currentTarget.value.trim() || undefined)}
    />
  );
}

export function ClearFilter({ tab }: { readonly tab: WebhookSearch['tab'] }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  return (
    <Group>
      <Button
        variant="default"
        onClick={() => void navigate({ to: '/webhooks', search: { tab }, replace: true })}
      >
        {t('action.clear_filter')}
      </Button>
    </Group>
  );
}
