import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import type { RefundBatch } from './money.api';

const COLORS: Readonly<Record<RefundBatch['status'], string>> = {
  queued: 'blue',
  running: 'blue',
  completed: 'teal',
  completed_with_failures: 'orange',
  cancelled: 'gray',
};

export function BatchStatus({ status }: { readonly status: RefundBatch['status'] }): ReactNode {
  const { t } = useTexts();
  return (
    <Badge color={COLORS[status]} variant="light" tt="none">
      {t(`batch.status.${status}`)}
    </Badge>
  );
}
