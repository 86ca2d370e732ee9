import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';
import { TabRow } from '../../ui/tab-row';
import { DeliveryList } from './delivery-list';
import { EndpointList } from './endpoint-list';
import { EventCatalogue } from './event-catalogue';
import { UndeliveredList } from './undelivered';
import { WebhookLogList } from './webhook-log-list';
import { WEBHOOK_TABS, type WebhookTab } from './webhook-search';

const PANELS: Readonly<Record<WebhookTab, () => ReactNode>> = {
  in: WebhookLogList,
  out: EndpointList,
  deliveries: DeliveryList,
  dead: UndeliveredList,
  events: EventCatalogue,
};

export function WebhooksPage(): ReactNode {
  const { t } = useTexts();
  const { tab = 'in' } = useSearch({ from: '/shell/webhooks' });
  const navigate = useNavigate();
  const Panel = PANELS[tab];
  return (
    <Page title={t('webhooks.title')} intro={t('webhooks.intro')}>
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ to: '/webhooks', search: { tab: next as WebhookTab }, replace: true })
        }
        keepMounted={false}
      >
        <TabRow
          active={tab}
          tabs={WEBHOOK_TABS.map((name) => ({ value: name, label: t(`webhooks.${name}`) }))}
        />
        <Tabs.Panel value={tab} pt="md">
          <Panel />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
