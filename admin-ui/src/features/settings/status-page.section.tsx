import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Section } from '../../ui/section';
import { SettingForm } from './setting-form';

/** Whether there is a status page for whoever has its link, and how much it tells. */
export function StatusPageSection(): ReactNode {
  const { t } = useTexts();
  return (
    <Section title={t('settings.section.status')} intro={t('settings.status.intro')}>
      <SettingForm group="status_page" />
    </Section>
  );
}
