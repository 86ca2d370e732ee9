import { Button, Card, Group, Image, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateTime } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useZone } from '../../../lib/zone';
import { CopyField } from '../../../ui/copy-field';
import type { Payment } from './payments.api';
import { useNow } from './use-now';

const WAITS_FOR_GUEST = new Set<Payment['status']>(['pending', 'pending_confirmation']);
const DAY_S = 86_400;

/** What the guest has to do, to be shown at the desk or sent along. */
export function PaymentActionCard({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  if (!WAITS_FOR_GUEST.has(payment.status) || payment.action.type === 'none') return null;
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('payment.action')}
        </Title>
        <Action payment={payment} />
        {payment.expires_at !== null && <Expiry at={payment.expires_at} />}
      </Stack>
    </Card>
  );
}

function Action({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const { action } = payment;
  switch (action.type) {
    case 'qr':
      return <QrCode payment={payment} />;
    case 'redirect':
      return <PayLink url={action.url} />;
    case 'deeplink':
      return <PayLink url={action.web_url ?? action.url} />;
    case 'virtual_account':
      return <VirtualAccount account={action} />;
    case 'client_token':
      return <Text size="sm">{t('payment.action.client')}</Text>;
    case 'none':
      return null;
  }
}

function QrCode({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const path = `/qr/${payment.id}.png`;
  return (
    <Stack gap="xs" align="start">
      <Image src={path} alt={t('payment.qr')} maw={240} radius="sm" />
      <Button
        component="a"
        href={path}
        download={`qris-${payment.order_id}.png`}
        size="xs"
        variant="default"
      >
        {t('payment.qr.download')}
      </Button>
    </Stack>
  );
}

function PayLink({ url }: { readonly url: string }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="xs" align="stretch">
      <CopyField label={t('payment.link')} value={url} />
      <Group>
        <Button
          component="a"
          href={url}
          target="_blank"
          rel="noreferrer"
          size="xs"
          variant="default"
        >
          {t('payment.link.open')}
        </Button>
      </Group>
    </Stack>
  );
}

type Account = Extract<Payment['action'], { type: 'virtual_account' }>;

/** Some banks ask for two numbers instead of one. */
function VirtualAccount({ account }: { readonly account: Account }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="xs">
      <CopyField
        label={t('payment.va', { bank: account.bank.toUpperCase() })}
        value={account.number}
      />
      {account.biller_code !== undefined && (
        <CopyField label={t('payment.va.biller')} value={account.biller_code} />
      )}
      {account.bill_key !== undefined && (
        <CopyField label={t('payment.va.key')} value={account.bill_key} />
      )}
    </Stack>
  );
}

/** Counts down on the last day; before that the date is enough. */
function Expiry({ at }: { readonly at: string }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const end = Date.parse(at);
  const now = useNow(true);
  const left = Math.floor((end - now) / 1_000);
  if (left <= 0) return <Text size="sm">{t('payment.expiry.over')}</Text>;
  return (
    <Text size="sm">
      {t('payment.expiry', { at: dateTime(at, zone, language) })}
      {left < DAY_S && ` · ${clock(left)}`}
    </Text>
  );
}

/** `1:02:03`. */
function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
