import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';
import { ApiKeys } from './api-keys';
import { AuditList } from './audit-list';
import { Retention } from './retention';

export const SETTINGS_TABS = ['keys', 'retention', 'audit'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

export function SettingsPage(): ReactNode {
  const { t } = useTexts();
  const { tab = 'keys' } = useSearch({ from: '/shell/settings' });
  const navigate = useNavigate();
  return (
    <Page title={t('settings.title')}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) =>
          void navigate({ to: '/settings', search: { tab: next as SettingsTab }, replace: true })
        }
      >
        <Tabs.List mb="md">
          {SETTINGS_TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="keys">
          <ApiKeys />
        </Tabs.Panel>
        <Tabs.Panel value="retention">
          <Retention />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
