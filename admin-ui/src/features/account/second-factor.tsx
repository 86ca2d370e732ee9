import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Dialog } from '../../ui/dialog';
import { Moment } from '../../ui/moment';
import { Failure, QueryView, SkeletonLines } from '../../ui/state-view';
import { type SecondFactorState, secondFactorQuery, startSecondFactor } from './account.api';
import { SecondFactorProof } from './second-factor-proof';
import { SecondFactorSetup } from './second-factor-setup';

const FEW_CODES = 3;

/** A second proof beside the password: off, being set up, or on. */
export function SecondFactor(): ReactNode {
  const query = useQuery(secondFactorQuery);
  return (
    <QueryView query={query} skeleton={<SkeletonLines lines={2} />}>
      {(state) => (state.enabled ? <SwitchedOn state={state} /> : <SwitchedOff />)}
    </QueryView>
  );
}

function SwitchedOff(): ReactNode {
  const { t } = useTexts();
  // No query: each asking makes a new secret, and the app would hold another one than the page shows.
  const start = useMutation({ mutationFn: startSecondFactor });
  return (
    <Stack gap="sm">
      <Text size="sm" maw={640}>
        {t('account.second_factor.off')}
      </Text>
      {start.error && <Failure error={start.error} />}
      <Group>
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          {t('account.second_factor.set_up')}
        </Button>
      </Group>
      <Dialog
        opened={start.data !== undefined}
        onClose={start.reset}
        title={t('account.second_factor.set_up')}
        closeOnClickOutside={false}
      >
        {start.data && <SecondFactorSetup started={start.data} done={start.reset} />}
      </Dialog>
    </Stack>
  );
}

function SwitchedOn({ state }: { readonly state: SecondFactorState }): ReactNode {
  const { t } = useTexts();
  const [isRenewing, renewing] = useDisclosure();
  const [isRemoving, removing] = useDisclosure();
  const left = state.recovery_codes_left;
  return (
    <Stack gap="sm">
      <Text size="sm" component="div">
        {t('account.second_factor.on')}{' '}
        {state.enabled_at !== null && <Moment at={state.enabled_at} />}
      </Text>
      {left <= FEW_CODES ? (
        <Alert color="yellow" variant="light">
          {t('account.codes.few', { count: left })}
        </Alert>
      ) : (
        <Text size="sm">{t('account.codes.left', { count: left })}</Text>
      )}
      <Group>
        <Button variant="default" onClick={renewing.open}>
          {t('account.codes.renew')}
        </Button>
        <Button variant="default" onClick={removing.open}>
          {t('account.second_factor.remove')}
        </Button>
      </Group>
      <Dialog
        opened={isRenewing}
        onClose={renewing.close}
        title={t('account.codes.renew')}
        closeOnClickOutside={false}
      >
        {isRenewing && <SecondFactorProof purpose="renew" done={renewing.close} />}
      </Dialog>
      <Dialog
        opened={isRemoving}
        onClose={removing.close}
        title={t('account.second_factor.remove')}
      >
        {isRemoving && <SecondFactorProof purpose="remove" done={removing.close} />}
      </Dialog>
    </Stack>
  );
}
