import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Section } from '../../ui/section';
import { SettingForm } from './setting-form';

/** For how long records and guests are kept. */
export function RetentionSection(): ReactNode {
  const { t } = useTexts();
  return (
    <Section title={t('settings.section.retention')} intro={t('settings.retention.intro')}>
      <SettingForm group="retention" />
      <Title order={3} size="h4">
        {t('settings.privacy')}
      </Title>
      <SettingForm group="privacy" />
    </Section>
  );
}
