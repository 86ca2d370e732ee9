import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import { Page } from '../../../ui/page';

/** The frame of a page beside the payments: what it is for, and the way back. */
export function MoneyPage({
  title,
  intro,
  back = { to: '/payments', label: 'payment.to_list' },
  action,
  children,
}: {
  readonly title: string;
  readonly intro?: string;
  readonly back?: {
    readonly to: string;
    readonly label: 'payment.to_list' | 'batches.to_list' | 'subscriptions.to_list';
  };
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Page title={title} intro={intro} action={action}>
      <Anchor component={Link} to={back.to} size="sm">
        ← {t(back.label)}
      </Anchor>
      {children}
    </Page>
  );
}
