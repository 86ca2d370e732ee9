import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/state-view';
import { AnchorLink, ButtonLink } from './links';
import type { TransactionKind } from './transaction-kind';
import { TRANSACTION_KINDS } from './transaction-kinds';
import { TransactionTabs } from './transaction-tabs';

/** The page of any kind: tabs, then its list, or an honest word where there is none yet. */
export function TransactionListPage({ id }: { readonly id: TransactionKind['id'] }): ReactNode {
  const { t } = useTexts();
  const kind = TRANSACTION_KINDS.find((one) => one.id === id);
  if (!kind) return null;
  const { List } = kind;
  return (
    <Page title={t(kind.label)} intro={t(kind.intro)}>
      <TransactionTabs active={id} />
      {kind.more && <MorePages pages={kind.more} />}
      {List ? <List /> : <ToCome kind={kind} />}
    </Page>
  );
}

function MorePages({ pages }: { readonly pages: NonNullable<TransactionKind['more']> }): ReactNode {
  const { t } = useTexts();
  return (
    <Group
      gap="md"
      style={{ rowGap: 'var(--mantine-spacing-xs)' }}
      component="nav"
      aria-label={t('transactions.more')}
    >
      {pages.map(({ path, label }) => (
        <AnchorLink key={path} to={path} size="sm" underline="always">
          {t(label)}
        </AnchorLink>
      ))}
    </Group>
  );
}

function ToCome({ kind }: { readonly kind: TransactionKind }): ReactNode {
  const { t } = useTexts();
  return (
    <Empty
      text={t(kind.toCome ?? 'list.empty')}
      action={
        <ButtonLink to="/integrations" search={{ category: kind.category }} variant="default">
          {t('transactions.to_integrations')}
        </ButtonLink>
      }
    />
  );
}
