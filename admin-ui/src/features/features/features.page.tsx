import { SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { featuresQuery, providersQuery } from '../../lib/providers.api';
import { Page } from '../../ui/page';
import { Empty, QueryView } from '../../ui/state-view';
import { FeatureRow } from './feature-row';

const FILTERS = ['all', 'mapped', 'unmapped'] as const;

/** What the PMS asks for, who serves it, who steps in. */
export function FeaturesPage(): ReactNode {
  const { t } = useTexts();
  const { show = 'all' } = useSearch({ from: '/shell/features' });
  const navigate = useNavigate({ from: '/features' });
  const features = useQuery(featuresQuery);
  const providers = useQuery(providersQuery);
  return (
    <Page title={t('nav.features')} intro={t('features.intro')}>
      <SegmentedControl
        aria-label={t('features.filter')}
        data={FILTERS.map((value) => ({ value, label: t(`features.filter.${value}`) }))}
        value={show}
        onChange={(value) =>
          void navigate({
            search: value === 'mapped' || value === 'unmapped' ? { show: value } : {},
            replace: true,
          })
        }
        style={{ alignSelf: 'start' }}
      />
      <QueryView query={features}>
        {(all) => (
          <QueryView query={providers}>
            {(known) => {
              const shown = all.filter(
                ({ chain }) => show === 'all' || (show === 'mapped') === chain.length > 0,
              );
              if (shown.length === 0) return <Empty text={t('list.no_result')} />;
              return (
                <Stack gap="sm">
                  {shown.map((feature) => (
                    <FeatureRow
                      key={`${feature.feature_key} ${feature.property_id ?? ''}`}
                      feature={feature}
                      providers={known.filter((provider) =>
                        feature.feature_key.startsWith(`${provider.integration_type}.`),
                      )}
                    />
                  ))}
                </Stack>
              );
            }}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}
