import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { useErrorText } from '../../../ui/state-view';
import { cancelSubscription, type Subscription } from './money.api';

const OVER = new Set<Subscription['status']>(['cancelled', 'failed']);

/** Ends it at once, or with the period that is paid. */
export function CancelSubscription({
  subscription,
}: {
  readonly subscription: Subscription;
}): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const [isOpen, { open, close }] = useDisclosure();
  if (!canChange || OVER.has(subscription.status)) return null;
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('subscription.cancel')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('subscription.cancel.title', { order: subscription.order_id })}
      >
        {isOpen && <CancelForm subscription={subscription} close={close} />}
      </Modal>
    </>
  );
}

function CancelForm({
  subscription,
  close,
}: {
  readonly subscription: Subscription;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [isNow, setNow] = useState(false);
  const cancel = useMutation({
    mutationFn: () => cancelSubscription(subscription.id, !isNow),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['subscriptions'] });
    },
  });
  return (
    <Stack>
      <Text size="sm">{t('subscription.cancel.text')}</Text>
      <Radio.Group
        label={t('subscription.cancel.when')}
        value={isNow ? 'now' : 'later'}
        onChange={(value) => setNow(value === 'now')}
      >
        <Stack gap="xs" mt={4}>
          <Radio value="later" label={t('subscription.cancel.later')} />
          <Radio value="now" label={t('subscription.cancel.now')} />
        </Stack>
      </Radio.Group>
      {cancel.error && <CancelFailure error={cancel.error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.back')}
        </Button>
        <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('subscription.cancel.confirm', { order: subscription.order_id })}
        </Button>
      </Group>
    </Stack>
  );
}

function CancelFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
