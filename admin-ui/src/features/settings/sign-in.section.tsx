import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Section } from '../../ui/section';
import { SettingForm } from './setting-form';

/** How long people stay signed in. */
export function SignInSection(): ReactNode {
  const { t } = useTexts();
  return (
    <Section title={t('settings.section.sign-in')} intro={t('settings.sign-in.intro')}>
      <SettingForm group="sessions" />
    </Section>
  );
}
