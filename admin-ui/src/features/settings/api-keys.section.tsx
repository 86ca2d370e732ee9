import { Badge, Box, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { propertiesQuery } from '../../lib/zone';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { DataList } from '../../ui/data-list';
import { Dialog } from '../../ui/dialog';
import { Moment } from '../../ui/moment';
import { Section } from '../../ui/section';
import { Empty } from '../../ui/state-view';
import { ApiKeyForm } from './api-key-form';
import { ApiKeyLimit } from './api-key-limit';
import { type ApiKey, apiKeysQuery, revokeApiKey } from './api-keys.api';
import { isKnownScope } from './scope-groups';

/** The keys by which the PMS and other systems come in. */
export function ApiKeysSection(): ReactNode {
  const { t } = useTexts();
  const [isAdding, { open, close }] = useDisclosure();
  const query = useInfiniteQuery(apiKeysQuery());
  const add = <Button onClick={open}>{t('keys.new')}</Button>;
  return (
    <Section title={t('settings.section.keys')} intro={t('keys.intro')} action={add}>
      <DataList
        query={query}
        label={t('settings.section.keys')}
        empty={<Empty text={t('keys.empty')} action={add} />}
        columns={[
          { title: t('keys.key'), cell: (item) => <KeyName apiKey={item} /> },
          {
            title: t('keys.scopes'),
            cell: (item) => <ScopeWords scopes={item.scopes} />,
            isOnCard: true,
          },
          { title: t('keys.last_used'), cell: (item) => <LastUse apiKey={item} />, isOnCard: true },
          {
            title: t('keys.actions'),
            align: 'right',
            isOnCard: true,
            cell: (item) => <KeyActions apiKey={item} />,
          },
        ]}
      />
      <Dialog opened={isAdding} onClose={close} title={t('keys.new')} size="lg">
        {isAdding && <ApiKeyForm done={close} />}
      </Dialog>
    </Section>
  );
}

function KeyName({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const { t, language } = useTexts();
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  const property = properties.find(({ id }) => id === apiKey.property_id);
  const limit = apiKey.rate_limit_per_minute;
  const facts = [
    `${apiKey.prefix}…`,
    property?.name,
    limit === null || limit === 0
      ? undefined
      : t('keys.limit.short', { count: count(limit, language) }),
  ].filter((fact) => fact !== undefined);
  return (
    <Box>
      <Text fw={600} size="sm">
        {apiKey.name}
      </Text>
      <Text size="xs" c="dimmed" fw={400}>
        {facts.join(' · ')}
      </Text>
      {apiKey.expires_at !== null && apiKey.revoked_at === null && (
        <Text size="xs" c="dimmed" fw={400} component="div">
          {t('keys.expires')} <Moment at={apiKey.expires_at} />
        </Text>
      )}
    </Box>
  );
}

function ScopeWords({ scopes }: { readonly scopes: readonly string[] }): ReactNode {
  const { t } = useTexts();
  const words = scopes.map((scope) => (isKnownScope(scope) ? t(`scope.${scope}`) : scope));
  const [first = '', second, ...more] = words;
  const shown = second === undefined ? first : `${first}; ${second}`;
  return (
    <Text size="sm" title={words.join('\n')}>
      {more.length === 0 ? shown : t('keys.scopes.more', { shown, count: more.length })}
    </Text>
  );
}

function LastUse({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const { t } = useTexts();
  if (apiKey.last_used_at === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('keys.never')}
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed" component="div">
      <Text span inherit hiddenFrom="sm">
        {t('keys.last_used')}{' '}
      </Text>
      <Moment at={apiKey.last_used_at} />
    </Text>
  );
}

function KeyActions({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure();
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  if (apiKey.revoked_at !== null) {
    return (
      <Badge color="gray" variant="light" tt="none">
        {t('keys.revoked')}
      </Badge>
    );
  }
  const isOver = apiKey.expires_at !== null && Date.parse(apiKey.expires_at) < Date.now();
  if (isOver) {
    return (
      <Badge color="gray" variant="light" tt="none">
        {t('keys.expired')}
      </Badge>
    );
  }
  return (
    <Stack gap={0} align="end">
      <Group gap="xs" wrap="nowrap" justify="end">
        <ApiKeyLimit apiKey={apiKey} />
        <Button
          size="xs"
          variant="default"
          onClick={open}
          aria-label={t('keys.revoke.named', { name: apiKey.name })}
        >
          {t('keys.revoke')}
        </Button>
      </Group>
      <ConfirmDialog
        isOpen={isOpen}
        close={close}
        title={t('keys.revoke.title', { name: apiKey.name })}
        text={t('keys.revoke.text')}
        confirm={t('keys.revoke.named', { name: apiKey.name })}
        isPending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate()}
      />
    </Stack>
  );
}
