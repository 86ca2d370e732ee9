import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { TabRow } from '../../ui/tab-row';
import type { TransactionKind } from './transaction-kind';
import { TRANSACTION_KINDS } from './transaction-kinds';

/** The kinds beside each other; each is a page of its own with an address of its own. */
export function TransactionTabs({ active }: { readonly active: TransactionKind['id'] }): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const open = (id: string | null): void => {
    const kind = TRANSACTION_KINDS.find((one) => one.id === id);
    if (kind) void navigate({ to: kind.path });
  };
  return (
    <Tabs value={active} onChange={open} aria-label={t('nav.transactions')}>
      <TabRow
        active={active}
        tabs={TRANSACTION_KINDS.map(({ id, label }) => ({ value: id, label: t(label) }))}
      />
    </Tabs>
  );
}
