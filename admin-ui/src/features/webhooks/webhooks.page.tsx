import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';
import { DeadLetters } from './dead-letters';
import { EndpointList } from './endpoint-list';
import { WebhookLogList } from './webhook-log-list';

export const WEBHOOK_TABS = ['in', 'out', 'dead'] as const;
export type WebhookTab = (typeof WEBHOOK_TABS)[number];

export function WebhooksPage(): ReactNode {
  const { t } = useTexts();
  const { tab = 'in' } = useSearch({ from: '/shell/webhooks' });
  const navigate = useNavigate();
  return (
    <Page title={t('webhooks.title')} intro={t('webhooks.intro')}>
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ to: '/webhooks', search: { tab: next as WebhookTab }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {WEBHOOK_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`webhooks.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="in">
          <WebhookLogList />
        </Tabs.Panel>
        <Tabs.Panel value="out">
          <EndpointList />
        </Tabs.Panel>
        <Tabs.Panel value="dead">
          <DeadLetters />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
