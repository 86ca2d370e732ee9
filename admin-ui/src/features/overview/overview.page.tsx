import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';

export function OverviewPage(): ReactNode {
  const { t } = useTexts();
  return <Page title={t('nav.overview')}>{null}</Page>;
}
