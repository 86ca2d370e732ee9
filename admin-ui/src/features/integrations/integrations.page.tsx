import { Button, SimpleGrid, Skeleton, Stack, Tabs } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { type ProviderAnswer, providersQuery } from '../../lib/providers.api';
import { Page } from '../../ui/page';
import { Empty, Failure, QueryView } from '../../ui/state-view';
import { CATEGORIES, type Category, categoryName, categoryPromise, isCategory } from '../../lib/categories';
import { healthQuery, presetsQuery, updateProvider } from './integrations.api';
import { ProviderCard } from './provider-card';

/** All connected vendors, a tab for each category. */
export function IntegrationsPage(): ReactNode {
  const { t } = useTexts();
  const { category } = useSearch({ from: '/shell/integrations' });
  const navigate = useNavigate({ from: '/integrations' });
  const providers = useQuery(providersQuery);
  const current = category ?? 'payment';
  return (
    <Page
      title={t('nav.integrations')}
      intro={t('integrations.intro')}
      action={<ConnectButton category={current} />}
    >
      <Tabs
        value={current}
        onChange={(value) =>
          void navigate({ search: isCategory(value) ? { category: value } : {}, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List style={{ flexWrap: 'wrap' }}>
          {CATEGORIES.map((id) => (
            <Tabs.Tab key={id} value={id} px="sm">
              {t(categoryName(id))}
              <TabCount providers={providers.data} category={id} />
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {CATEGORIES.map((id) => (
          <Tabs.Panel key={id} value={id} pt="md">
            <QueryView query={providers} skeleton={<CardSkeletons />}>
              {(all) => (
                <CategoryPanel
                  category={id}
                  providers={all.filter(({ integration_type: type }) => type === id)}
                />
              )}
            </QueryView>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

function TabCount({
  providers,
  category,
}: {
  readonly providers: readonly ProviderAnswer[] | undefined;
  readonly category: Category;
}): ReactNode {
  const count = providers?.filter(({ integration_type: type }) => type === category).length ?? 0;
  return count > 0 ? ` (${count})` : null;
}

function ConnectButton({ category }: { readonly category: Category }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const { data } = useQuery(presetsQuery);
  const isOffered = data?.some((preset) => preset.category === category) ?? false;
  if (!canChange || !isOffered) return null;
  return (
    <Button
      renderRoot={(props) => <Link {...props} to="/integrations/new" search={{ category }} />}
    >
      {t('integrations.connect')}
    </Button>
  );
}

function CategoryPanel({
  category,
  providers,
}: {
  readonly category: Category;
  readonly providers: readonly ProviderAnswer[];
}): ReactNode {
  const { t } = useTexts();
  const health = useQuery(healthQuery('24h'));
  const presets = useQuery(presetsQuery);
  const order = useOrder(providers);
  if (providers.length === 0) {
    return (
      <Empty text={t(categoryPromise(category))} action={<ConnectButton category={category} />} />
    );
  }
  return (
    <Stack gap="sm">
      {order.error && <Failure error={order.error} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {providers.map((provider, place) => (
          <ProviderCard
            key={provider.id}
            provider={provider}
            siblings={providers}
            health={health.data?.find(({ id }) => id === provider.id)}
            preset={presets.data?.find(({ preset_id: id }) => id === provider.preset_id)}
            move={{
              up: place > 0 ? () => order.mutate([place, place - 1]) : undefined,
              down:
                place < providers.length - 1 ? () => order.mutate([place, place + 1]) : undefined,
            }}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

/** Brings a provider from one place to another; only rows whose number changes are written. */
function useOrder(providers: readonly ProviderAnswer[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ([from, to]: readonly [number, number]) => {
      const next = [...providers];
      next.splice(to, 0, ...next.splice(from, 1));
      const moved = next.map((provider, place) => ({ provider, place: place + 1 }));
      await Promise.all(
        moved
          .filter(({ provider, place }) => provider.display_order !== place)
          .map(({ provider, place }) => updateProvider(provider.id, { display_order: place })),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
}

function CardSkeletons(): ReactNode {
  const { t } = useTexts();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} role="status" aria-label={t('app.loading')}>
      {[1, 2, 3, 4].map((card) => (
        <Skeleton key={card} height={168} radius="md" />
      ))}
    </SimpleGrid>
  );
}
