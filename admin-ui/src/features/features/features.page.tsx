import { Alert, Button, Group, SegmentedControl, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import { useProperty } from '../../lib/property';
import {
  type FeatureAnswer,
  featuresQuery,
  type ProviderAnswer,
  providersQuery,
} from '../../lib/providers.api';
import { Page } from '../../ui/page';
import { Empty, QueryView } from '../../ui/state-view';
import { FeatureRow } from './feature-row';
import { type FeatureRowData, rowsOf } from './feature-rows';

const FILTERS = ['all', 'mapped', 'unmapped'] as const;
/** The page has a choice of its own, so nothing is left out by the one of the frame. */
const everything = <T,>(all: readonly T[]): readonly T[] => all;

/** What the PMS asks for, who serves it, who steps in. */
export function FeaturesPage(): ReactNode {
  const { t } = useTexts();
  const features = useQuery({ ...featuresQuery, select: everything<FeatureAnswer> });
  const providers = useQuery({ ...providersQuery, select: everything<ProviderAnswer> });
  const { show = 'all' } = useSearch({ from: '/shell/features' });
  const property = useChosenProperty();
  return (
    <Page title={t('nav.features')} intro={t('features.intro')}>
      <Filters />
      <QueryView query={features}>
        {(all) => (
          <QueryView query={providers}>
            {(known) => {
              const rows = rowsOf(all, property);
              return (
                <Rows
                  rows={rows.filter(
                    ({ feature: { chain } }) =>
                      show === 'all' || (show === 'mapped') === chain.length > 0,
                  )}
                  unserved={rows.filter(({ feature }) => feature.unserved !== null)}
                  providers={known}
                />
              );
            }}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

/** The one of the address, else the one chosen in the frame; undefined for all. */
function useChosenProperty(): FeatureRowData['property'] {
  const { property: asked } = useSearch({ from: '/shell/features' });
  const { property, properties } = useProperty();
  if (asked === undefined) return property;
  return properties.find(({ id }) => id === asked);
}

function Filters(): ReactNode {
  const { t } = useTexts();
  const { show = 'all' } = useSearch({ from: '/shell/features' });
  const navigate = useNavigate({ from: '/features' });
  const { properties } = useProperty();
  const chosen = useChosenProperty();
  return (
    <Group align="end">
      <SegmentedControl
        aria-label={t('features.filter')}
        data={FILTERS.map((value) => ({ value, label: t(`features.filter.${value}`) }))}
        value={show}
        onChange={(value) =>
          void navigate({
            search: (before) => ({
              ...before,
              show: value === 'mapped' || value === 'unmapped' ? value : undefined,
            }),
            replace: true,
          })
        }
      />
      {properties.length > 1 && (
        <Select
          aria-label={t('features.property')}
          data={[
            { value: 'all', label: t('app.property.all') },
            ...properties.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={chosen?.id ?? 'all'}
          onChange={(value) =>
            void navigate({
              search: (before) => ({ ...before, property: value ?? undefined }),
              replace: true,
            })
          }
          allowDeselect={false}
          w={{ base: '100%', sm: 260 }}
        />
      )}
    </Group>
  );
}

function ClearFilter(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate({ from: '/features' });
  return (
    <Button
      variant="default"
      onClick={() =>
        void navigate({ search: (before) => ({ ...before, show: undefined }), replace: true })
      }
    >
      {t('action.clear_filter')}
    </Button>
  );
}

function Rows({
  rows,
  unserved,
  providers,
}: {
  readonly rows: readonly FeatureRowData[];
  readonly unserved: readonly FeatureRowData[];
  readonly providers: readonly ProviderAnswer[];
}): ReactNode {
  const { t } = useTexts();
  const nameOf = useFeatureName();
  return (
    <Stack gap="sm">
      {unserved.length > 0 && (
        <Alert color="yellow" variant="light" title={t('features.unserved.title')}>
          {unserved.map(({ feature }) => nameOf(feature.feature_key)).join(' · ')}
        </Alert>
      )}
      {rows.length === 0 && <Empty text={t('list.no_result')} action={<ClearFilter />} />}
      {rows.map((row) => (
        <FeatureRow
          key={row.feature.feature_key}
          row={row}
          providers={providers.filter((provider) => isFor(provider, row))}
        />
      ))}
    </Stack>
  );
}

/** Of the same category, and of no other property. */
function isFor(provider: ProviderAnswer, { feature, property }: FeatureRowData): boolean {
  return (
    feature.feature_key.startsWith(`${provider.integration_type}.`) &&
    (property === undefined ||
      provider.property_id === null ||
      provider.property_id === property.id)
  );
}
