import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import type { PayoutTask } from './money.api';

export const PAYOUT_STATUSES: readonly PayoutTask['status'][] = ['open', 'completed', 'cancelled'];

const COLORS: Readonly<Record<PayoutTask['status'], string>> = {
  open: 'yellow',
  completed: 'teal',
  cancelled: 'gray',
};

export function PayoutStatus({ status }: { readonly status: PayoutTask['status'] }): ReactNode {
  const { t } = useTexts();
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {t(`payouts.status.${status}`)}
    </Badge>
  );
}
