import { Tabs } from '@mantine/core';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TextKey } from '../../lib/i18n';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';

const TABS: readonly (readonly [path: string, label: TextKey])[] = [
  ['/health', 'health.tab.charts'],
  ['/health/alerts', 'health.tab.alerts'],
  ['/health/issues', 'health.tab.issues'],
  ['/health/status-page', 'health.tab.status'],
];

/** What the health pages have in common: their heading and the way from one to the other. */
export function HealthFrame(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname.replace(/\/$/, '') });
  return (
    <Page title={t('health.title')} intro={t('health.intro')}>
      <Tabs
        value={path}
        onChange={(to) => void navigate({ to: to ?? '/health' })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map(([to, label]) => (
            <Tabs.Tab key={to} value={to}>
              {t(label)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={path}>
          <Outlet />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
