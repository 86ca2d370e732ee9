import { Badge, Button, Card, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { money } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { Moment } from '../../../ui/moment';
import { AnchorLink } from '../links';
import { type Payment, type Refund, refundsQuery } from './payments.api';
import { SettleDialog } from './settle-dialog';

const COLORS: Readonly<Record<Refund['status'], string>> = {
  pending: 'yellow',
  succeeded: 'teal',
  failed: 'red',
};

/** What went back, what is on its way, and what waits for a person. */
export function RefundList({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const { data: refunds = [] } = useQuery(refundsQuery(payment.id));
  if (refunds.length === 0) return null;
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {t('refunds.title')}
      </Title>
      <Stack gap="sm">
        {refunds.map((refund, place) => (
          <Fragment key={refund.id}>
            {place > 0 && <Divider />}
            <RefundLine refund={refund} />
          </Fragment>
        ))}
      </Stack>
    </Card>
  );
}

function RefundLine({ refund }: { readonly refund: Refund }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{money(refund.amount, refund.currency, language)}</Text>
        <Badge color={COLORS[refund.status]} variant="light" tt="none">
          {t(`refund.status.${refund.status}`)}
        </Badge>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t(refund.source === 'vendor' ? 'refund.at_vendor' : `refund.via.${refund.via}`)}
        </Text>
        <Moment at={refund.created_at} />
      </Group>
      {refund.reason !== null && <Text size="sm">{refund.reason}</Text>}
      {refund.failure && (
        <Text size="sm" c="red">
          {refund.failure.message}
        </Text>
      )}
      <NextStep refund={refund} />
    </Stack>
  );
}

/** A transfer that somebody has to make, or a question that somebody has to ask the vendor. */
function NextStep({ refund }: { readonly refund: Refund }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [isOpen, { open, close }] = useDisclosure();
  if (refund.payout_task) {
    return (
      <AnchorLink
        to="/payments/payouts"
        search={{ status: refund.payout_task.status }}
        size="sm"
        underline="always"
      >
        {t(`refund.payout.${refund.payout_task.status}`)}
      </AnchorLink>
    );
  }
  if (refund.status !== 'pending' || !canChange) return null;
  return (
    <Group>
      <Button size="xs" variant="default" onClick={open}>
        {t('refund.settle')}
      </Button>
      <SettleDialog refund={refund} isOpen={isOpen} close={close} />
    </Group>
  );
}
