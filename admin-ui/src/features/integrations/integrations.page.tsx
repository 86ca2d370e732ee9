import { Button, SimpleGrid, Skeleton, Stack, Tabs } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { type ProviderAnswer, providersQuery } from '../../lib/providers.api';
import { Page } from '../../ui/page';
import { Empty, Failure, QueryView } from '../../ui/state-view';
import {
  CATEGORIES,
  type Category,
  categoryName,
  categoryPromise,
  isCategory,
} from '../../lib/categories';
import { healthQuery, orderProviders, presetsQuery } from './integrations.api';
import { moved } from '../../ui/use-sortable';
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
  const shown = order.shown;
  if (providers.length === 0) {
    return (
      <Empty text={t(categoryPromise(category))} action={<ConnectButton category={category} />} />
    );
  }
  return (
    <Stack gap="sm">
      {order.error && <Failure error={order.error} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {shown.map((provider, place) => (
          <ProviderCard
            key={provider.id}
            provider={provider}
            siblings={providers}
            health={health.data?.find(({ id }) => id === provider.id)}
            preset={presets.data?.find(({ preset_id: id }) => id === provider.preset_id)}
            order={{ list: category, place, count: shown.length, move: order.move }}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

/** The new order is seen at once and kept when the hub has saved it. */
function useOrder(providers: readonly ProviderAnswer[]) {
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (next: readonly ProviderAnswer[]) => orderProviders(next.map(({ id }) => id)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
  const shown = save.isPending ? save.variables : providers;
  const { mutate } = save;
  const move = useCallback(
    (from: number, to: number) => mutate(moved(shown, from, to)),
    [mutate, shown],
  );
  return { shown, move, error: save.error };
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
