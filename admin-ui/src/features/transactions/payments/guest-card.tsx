import { Button, Card, Group, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { Facts } from '../../../ui/facts';
import { useErrorText } from '../../../ui/state-view';
import { type Payment, revealGuest } from './payments.api';
import { useNow } from './use-now';

type Guest = NonNullable<Payment['guest']>;

interface Revealed {
  readonly guest: Guest;
  readonly until: number;
}

/** The guest masked; who may, looks for a minute, and that look is written down. */
export function GuestCard({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTexts();
  const [revealed, setRevealed] = useState<Revealed>();
  const left = useSecondsLeft(revealed, () => setRevealed(undefined));
  if (!payment.guest) return null;
  const { name, phone, email } = revealed?.guest ?? payment.guest;
  return (
    <Card withBorder>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t('guest.title')}
        </Title>
        {revealed ? (
          <Group gap="xs">
            <Text size="sm" role="timer">
              {t('guest.left', { seconds: left })}
            </Text>
            <Button size="xs" variant="default" onClick={() => setRevealed(undefined)}>
              {t('guest.hide')}
            </Button>
          </Group>
        ) : (
          <RevealButton payment={payment} show={setRevealed} />
        )}
      </Group>
      <Facts
        facts={[
          [t('guest.name'), name ?? '–'],
          [t('guest.phone'), phone ?? '–'],
          [t('guest.email'), email ?? '–'],
        ]}
      />
    </Card>
  );
}

function RevealButton({
  payment,
  show,
}: {
  readonly payment: Payment;
  readonly show: (revealed: Revealed) => void;
}): ReactNode {
  const { t } = useTexts();
  const mayReveal = useCanChange();
  const queries = useQueryClient();
  const reveal = useMutation({
    mutationFn: () => revealGuest(payment.id),
    // Nothing of it is kept once it is not shown any more.
    gcTime: 0,
    onSuccess: ({ guest, visible_seconds: seconds }) => {
      if (guest) show({ guest, until: Date.now() + seconds * 1_000 });
      return queries.invalidateQueries({ queryKey: ['payments', 'timeline', payment.id] });
    },
  });
  if (!mayReveal) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={reveal.isPending}
        onClick={() => reveal.mutate()}
      >
        {t('guest.reveal')}
      </Button>
      {reveal.error && <RevealFailure error={reveal.error} />}
    </>
  );
}

function useSecondsLeft(revealed: Revealed | undefined, end: () => void): number {
  const now = useNow(revealed !== undefined);
  const left = revealed ? Math.max(0, Math.ceil((revealed.until - now) / 1_000)) : 0;
  const isOver = revealed !== undefined && left === 0;
  useEffect(() => {
    if (isOver) end();
  }, [isOver, end]);
  return left;
}

function RevealFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Text c="red" size="sm" role="alert">
      {useErrorText(error)}
    </Text>
  );
}
