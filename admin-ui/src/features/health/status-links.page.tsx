import { Button, Card, Group, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { useProperty } from '../../lib/property';
import { sessionQuery } from '../../lib/session.api';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { CopyField } from '../../ui/copy-field';
import { Moment } from '../../ui/moment';
import { Empty, Failure, QueryView } from '../../ui/state-view';
import {
  changeStatusSettings,
  createStatusPage,
  removeStatusPage,
  type StatusPageAnswer,
  statusPagesQuery,
  statusSettingsQuery,
} from './health.api';

/** Who may see the status page without a login, and what it tells. */
export function StatusLinksPage(): ReactNode {
  const { t } = useTexts();
  const { data } = useQuery(sessionQuery);
  return (
    <Stack maw={720}>
      <Text c="dimmed">{t('status_pages.intro')}</Text>
      {data?.user.role === 'owner' ? (
        <>
          <Switches />
          <Links />
        </>
      ) : (
        <Text c="dimmed">{t('status_pages.owner_only')}</Text>
      )}
    </Stack>
  );
}

function Switches(): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const query = useQuery(statusSettingsQuery);
  const change = useMutation({
    mutationFn: changeStatusSettings,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings'] }),
  });
  return (
    <QueryView query={query}>
      {(settings) => (
        <Card withBorder>
          <Stack>
            <Switch
              label={t('settings.field.status_page.is_on')}
              description={t('settings.field.status_page.is_on.help')}
              checked={settings.is_on}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ is_on: event.currentTarget.checked })}
            />
            <Switch
              label={t('settings.field.status_page.shows_names')}
              description={t('settings.field.status_page.shows_names.help')}
              checked={settings.shows_names}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ shows_names: event.currentTarget.checked })}
            />
            {change.error && <Failure error={change.error} />}
          </Stack>
        </Card>
      )}
    </QueryView>
  );
}

function Links(): ReactNode {
  const { t } = useTexts();
  const query = useQuery(statusPagesQuery);
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t('status_pages.links')}
      </Title>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty text={t('status_pages.none')} action={<NewLink />} />
          ) : (
            <>
              {items.map((page) => (
                <LinkCard key={page.id} page={page} />
              ))}
              <NewLink />
            </>
          )
        }
      </QueryView>
    </Stack>
  );
}

const ALL = '';

function NewLink(): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const { properties } = useProperty();
  const [propertyId, setPropertyId] = useState(ALL);
  const create = useMutation({
    mutationFn: () => createStatusPage(propertyId === ALL ? null : propertyId),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['status-pages'] }),
  });
  return (
    <Stack gap="xs">
      <Group align="end" gap="sm">
        {properties.length > 1 && (
          <Select
            label={t('status_pages.for')}
            data={[
              { value: ALL, label: t('status_pages.all') },
              ...properties.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={propertyId}
            allowDeselect={false}
            onChange={(value) => setPropertyId(value ?? ALL)}
          />
        )}
        <Button loading={create.isPending} onClick={() => create.mutate()}>
          {t('status_pages.create')}
        </Button>
      </Group>
      {create.error && <Failure error={create.error} />}
    </Stack>
  );
}

function LinkCard({ page }: { readonly page: StatusPageAnswer }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const { properties } = useProperty();
  const [isAsking, setAsking] = useState(false);
  const name = properties.find(({ id }) => id === page.property_id)?.name ?? t('status_pages.all');
  const remove = useMutation({
    mutationFn: () => removeStatusPage(page.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['status-pages'] }),
  });
  return (
    <Card withBorder padding="sm">
      <Stack gap="xs">
        <CopyField label={name} value={page.url} />
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            {t('status_pages.made', { name: page.created_by })} <Moment at={page.created_at} />
          </Text>
          <Group gap="xs">
            <Button component="a" href={page.url} target="_blank" size="xs" variant="default">
              {t('status_pages.open')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {t('status_pages.remove')}
            </Button>
          </Group>
        </Group>
      </Stack>
      <ConfirmDialog
        isOpen={isAsking}
        close={() => setAsking(false)}
        title={t('status_pages.remove.title', { name })}
        text={t('status_pages.remove.text')}
        confirm={t('status_pages.remove')}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </Card>
  );
}
