import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import type { PaymentStatus } from './payments.api';

const COLORS: Readonly<Record<PaymentStatus, string>> = {
  pending_confirmation: 'yellow',
  pending: 'blue',
  authorized: 'indigo',
  paid: 'teal',
  failed: 'red',
  expired: 'gray',
  cancelled: 'gray',
  paid_late: 'orange',
  partially_refunded: 'grape',
  refunded: 'grape',
};

export function PaymentStatusBadge({ status }: { readonly status: PaymentStatus }): ReactNode {
  const { t } = useTexts();
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {t(`payment.status.${status}`)}
    </Badge>
  );
}
