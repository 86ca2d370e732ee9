import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import type { Subscription } from './money.api';

type Status = Subscription['status'];

const COLORS: Readonly<Record<Status, string>> = {
  pending_confirmation: 'yellow',
  incomplete: 'blue',
  trialing: 'indigo',
  active: 'teal',
  past_due: 'orange',
  cancelled: 'gray',
  failed: 'red',
};

export const SUBSCRIPTION_STATUSES = Object.keys(COLORS) as Status[];

export function SubscriptionStatus({ status }: { readonly status: Status }): ReactNode {
  const { t } = useTexts();
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {t(`subscription.status.${status}`)}
    </Badge>
  );
}
