import { type TextKey, useTexts } from '../../lib/i18n';
import { useCanChange, useIsOwner } from '../../lib/permissions';

interface PageEntry {
  readonly href: string;
  readonly label: TextKey;
  /** Who has no business there does not find it; the API refuses anyway. */
  readonly isFor?: 'changers' | 'owners';
}

const PAGES: readonly PageEntry[] = [
  { href: '/', label: 'nav.overview' },
  { href: '/integrations', label: 'nav.integrations' },
  { href: '/integrations/new', label: 'integrations.connect', isFor: 'changers' },
  { href: '/features', label: 'nav.features' },
  { href: '/payments', label: 'nav.transactions' },
  { href: '/payments/payouts', label: 'payouts.title' },
  { href: '/payments/reconciliation', label: 'reconciliation.title' },
  { href: '/payments/refund-batches', label: 'batches.title' },
  { href: '/payments/subscriptions', label: 'subscriptions.title' },
  { href: '/webhooks', label: 'nav.webhooks' },
  { href: '/health', label: 'nav.health' },
  { href: '/health/alerts', label: 'health.tab.alerts' },
  { href: '/health/issues', label: 'health.tab.issues' },
  { href: '/settings', label: 'nav.settings' },
  { href: '/settings/property', label: 'settings.section.property' },
  { href: '/settings/users', label: 'settings.section.users', isFor: 'owners' },
  { href: '/settings/account', label: 'settings.section.account' },
  { href: '/settings/keys', label: 'settings.section.keys', isFor: 'owners' },
  { href: '/settings/usage', label: 'settings.section.usage' },
  { href: '/settings/audit', label: 'settings.section.audit' },
  { href: '/settings/retention', label: 'settings.section.retention', isFor: 'owners' },
];

/** Pages of the admin UI by the names that they go by. */
export function usePages(): { readonly href: string; readonly title: string }[] {
  const { t } = useTexts();
  const canChange = useCanChange();
  const isOwner = useIsOwner();
  const mayOpen = { changers: canChange, owners: isOwner };
  return PAGES.filter(({ isFor }) => isFor === undefined || mayOpen[isFor]).map(
    ({ href, label }) => ({ href, title: t(label) }),
  );
}
