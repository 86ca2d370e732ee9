import { type TextKey, useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';

const PAGES: readonly (readonly [string, TextKey])[] = [
  ['/', 'nav.overview'],
  ['/integrations', 'nav.integrations'],
  ['/features', 'nav.features'],
  ['/payments', 'nav.transactions'],
  ['/webhooks', 'nav.webhooks'],
  ['/health', 'nav.health'],
  ['/settings', 'nav.settings'],
  ['/settings/account', 'app.my_account'],
];

/** Pages of the admin UI by the names that the menu gives them. */
export function usePages(): { readonly href: string; readonly title: string }[] {
  const { t } = useTexts();
  const canChange = useCanChange();
  const wizard = canChange ? [['/integrations/new', 'integrations.connect'] as const] : [];
  return [...PAGES, ...wizard].map(([href, key]) => ({ href, title: t(key) }));
}
