import { Alert, Anchor, Group, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { ProviderAnswer } from '../../lib/providers.api';
import { Page } from '../../ui/page';
import { QueryView } from '../../ui/state-view';
import { StatusDot } from '../../ui/status-dot';
import { isCategory } from '../../lib/categories';
import { ConnectorTab } from './connector-tab';
import { CredentialsTab } from './credentials-tab';
import { HistoryTab } from './history-tab';
import { healthQuery, presetsQuery, providerQuery } from './integrations.api';
import { LogsTab } from './logs-tab';
import { OverviewTab } from './overview-tab';
import { PresetUpdate } from './preset-update';
import { ProviderBadges } from './provider-badges';
import { conditionOf } from '../../lib/provider-condition';
import { PROVIDER_TABS, isProviderTab, type ProviderTab } from './provider-tabs';
import { SettingsTab } from './settings-tab';
import { WebhooksTab } from './webhooks-tab';

/** Everything about one connected vendor. */
export function ProviderPage(): ReactNode {
  const { providerId } = useParams({ from: '/shell/integrations/$providerId' });
  const provider = useQuery(providerQuery(providerId));
  return <QueryView query={provider}>{(data) => <ProviderView provider={data} />}</QueryView>;
}

function ProviderView({ provider }: { readonly provider: ProviderAnswer }): ReactNode {
  const { t } = useTexts();
  const { tab = 'overview' } = useSearch({ from: '/shell/integrations/$providerId' });
  const navigate = useNavigate({ from: '/integrations/$providerId' });
  const health = useQuery(healthQuery('24h')).data?.find(({ id }) => id === provider.id);
  const presets = useQuery(presetsQuery).data;
  const preset = presets?.find(({ preset_id: id }) => id === provider.preset_id);
  const category = provider.integration_type;
  return (
    <Stack gap="md">
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link {...props} to="/integrations" search={isCategory(category) ? { category } : {}} />
        )}
      >
        {t('provider.back')}
      </Anchor>
      <Page title={provider.name} intro={preset?.display_name ?? provider.api_format}>
        <Group gap="md">
          <StatusDot condition={conditionOf(provider, health)} />
          <ProviderBadges provider={provider} health={health} />
        </Group>
        {provider.archived_at !== null && <Alert variant="light">{t('provider.archived')}</Alert>}
        {preset && (provider.preset_version ?? 0) < preset.version && (
          <PresetUpdate provider={provider} />
        )}
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) => {
            if (isProviderTab(value)) void navigate({ search: { tab: value }, replace: true });
          }}
        >
          <Tabs.List>
            {PROVIDER_TABS.map((id) => (
              <Tabs.Tab key={id} value={id} px="sm">
                {t(`provider.tab.${id}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} pt="md">
            <TabContent tab={tab} provider={provider} />
          </Tabs.Panel>
        </Tabs>
      </Page>
    </Stack>
  );
}

const CONTENTS: Readonly<Record<ProviderTab, (props: TabProps) => ReactNode>> = {
  overview: OverviewTab,
  credentials: CredentialsTab,
  settings: SettingsTab,
  connector: ConnectorTab,
  logs: LogsTab,
  webhooks: WebhooksTab,
  history: HistoryTab,
};

export interface TabProps {
  readonly provider: ProviderAnswer;
}

function TabContent({ tab, provider }: TabProps & { readonly tab: ProviderTab }): ReactNode {
  const Content = CONTENTS[tab];
  return <Content provider={provider} />;
}
