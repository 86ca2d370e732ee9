import { Alert, Anchor, Badge, Box, Group, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ago, count } from '../../lib/format';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import {
  type FeatureAnswer,
  type FeatureChange,
  type ProviderAnswer,
  putFeature,
} from '../../lib/providers.api';
import { Failure } from '../../ui/state-view';
import { ChainLink } from './chain-link';
import type { FeatureRowData } from './feature-rows';

const STRATEGIES = ['priority', 'least_cost', 'weighted'] as const;

/** One feature with its chain; every change is saved at once. */
export function FeatureRow({
  row,
  providers,
}: {
  readonly row: FeatureRowData;
  readonly providers: readonly ProviderAnswer[];
}): ReactNode {
  const { feature } = row;
  const { t } = useTexts();
  const nameOf = useFeatureName();
  const canChange = useCanChange();
  const save = useSaveFeature(row);
  const ids = feature.chain.map(({ id }) => id);
  const name = nameOf(feature.feature_key);
  return (
    <Paper withBorder p="md" component="section" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" gap="sm" align="start">
          <Box style={{ minWidth: 0 }}>
            <Title order={2} size="h5">
              {name}
            </Title>
            {name !== feature.feature_key && (
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {t('features.key', { key: feature.feature_key })}
              </Text>
            )}
            <Belonging
              row={row}
              follow={canChange ? () => save.mutate({ chain: [] }) : undefined}
            />
          </Box>
          {feature.chain.length === 0 && (
            <Badge variant="default" tt="none" fw={500}>
              {t('features.unmapped')}
            </Badge>
          )}
          {feature.chain.length > 1 && (
            <Select
              aria-label={t('features.strategy', { feature: name })}
              data={STRATEGIES.map((value) => ({ value, label: t(`strategy.${value}`) }))}
              value={feature.strategy}
              onChange={(value) => value !== null && save.mutate({ strategy: value })}
              allowDeselect={false}
              disabled={!canChange || save.isPending}
              w={{ base: '100%', sm: 220 }}
            />
          )}
        </Group>
        <AskedInVain unserved={feature.unserved} />
        {feature.chain.length === 0 && (
          <Text size="sm" c="dimmed">
            {t(providers.length === 0 ? 'features.nobody_to_map' : 'features.unmapped.text')}
          </Text>
        )}
        <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {feature.chain.map((link, place) => (
            <ChainLink
              key={link.id}
              feature={feature}
              link={link}
              place={place}
              change={canChange && !save.isPending ? save.mutate : undefined}
            />
          ))}
        </Stack>
        {canChange && (
          <AddToChain
            label={t('features.add', { feature: name })}
            providers={providers.filter(({ id }) => !ids.includes(id))}
            add={(id) => save.mutate({ chain: [...ids, id] })}
          />
        )}
        {save.error && <Failure error={save.error} />}
      </Stack>
    </Paper>
  );
}

/** Whose chain it is, where one property is looked at. */
function Belonging({
  row: { isInherited, property, others },
  follow,
}: {
  readonly row: FeatureRowData;
  readonly follow: (() => void) | undefined;
}): ReactNode {
  const { t } = useTexts();
  if (!property) {
    if (others === 0) return null;
    return (
      <Text size="sm" c="dimmed">
        {t('features.others', { count: others })}
      </Text>
    );
  }
  if (isInherited) {
    return (
      <Text size="sm" c="dimmed">
        {t('features.inherited', { property: property.name })}
      </Text>
    );
  }
  return (
    <Group gap="xs">
      <Text size="sm">{t('features.own', { property: property.name })}</Text>
      {follow && (
        <Anchor component="button" type="button" size="sm" onClick={follow}>
          {t('features.follow')}
        </Anchor>
      )}
    </Group>
  );
}

function AskedInVain({ unserved }: Pick<FeatureAnswer, 'unserved'>): ReactNode {
  const { t, language } = useTexts();
  if (!unserved) return null;
  return (
    <Alert color="yellow" variant="light">
      {t('features.unserved', {
        count: count(unserved.asked, language),
        ago: ago(unserved.last_asked_at, Date.now(), language),
      })}
    </Alert>
  );
}

function AddToChain({
  label,
  providers,
  add,
}: {
  readonly label: string;
  readonly providers: readonly ProviderAnswer[];
  readonly add: (id: string) => void;
}): ReactNode {
  const { t } = useTexts();
  if (providers.length === 0) return null;
  return (
    <Select
      aria-label={label}
      placeholder={t('features.add.placeholder')}
      data={providers.map(({ id, name }) => ({ value: id, label: name }))}
      value={null}
      onChange={(id) => id !== null && add(id)}
      maw={340}
      searchable
    />
  );
}

/** What is not named in the change stays as it is; what a property inherits becomes its own by a change. */
function useSaveFeature({ feature, property }: FeatureRowData) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<FeatureChange>) => {
      const chain = change.chain ?? feature.chain.map(({ id }) => id);
      const weights = feature.chain
        .filter(({ id }) => chain.includes(id))
        .map(({ id, weight }) => [id, weight]);
      return putFeature(feature.feature_key, {
        strategy: feature.strategy,
        property_id: property?.id ?? null,
        weights: Object.fromEntries(weights) as Record<string, number>,
        ...change,
        chain,
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['features'] }),
  });
}
