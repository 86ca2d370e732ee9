import { Anchor, Button, Center, Group, Image, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { CopyField } from '../../ui/copy-field';
import { Failure } from '../../ui/state-view';
import { confirmSecondFactor, type StartedSecondFactor } from './account.api';
import { useProblems } from './problems';
import { RecoveryCodes } from './recovery-codes';

const QR_SIZE = 200;

/** Scan or type the secret, prove it by a first code, keep the recovery codes. */
export function SecondFactorSetup({
  started,
  done,
}: {
  readonly started: StartedSecondFactor;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const confirm = useMutation({ mutationFn: () => confirmSecondFactor(code) });
  const problems = useProblems(confirm.error);
  const beside = problems.beside(['code']);
  const finish = (): void => {
    done();
    void queries.invalidateQueries({ queryKey: ['second-factor'], exact: true });
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} done={finish} />;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('account.second_factor.scan')}</Text>
      <Center>
        <Image
          src={started.qr_data_url}
          alt={t('account.second_factor.qr')}
          w={QR_SIZE}
          h={QR_SIZE}
          bg="white"
          p={8}
        />
      </Center>
      <Anchor href={started.otpauth_uri} size="sm" ta="center" hiddenFrom="sm">
        {t('account.second_factor.open_app')}
      </Anchor>
      <CopyField label={t('account.second_factor.secret')} value={started.secret} />
      <TextInput
        label={t('account.second_factor.first_code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        maxLength={7}
        value={code}
        error={problems.of('code')}
        onChange={({ currentTarget: { value } }) => setCode(value)}
        data-autofocus
      />
      {beside && <Failure error={beside} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          loading={confirm.isPending}
          disabled={!/^\d{3}\s?\d{3}$/.test(code.trim())}
        >
          {t('account.second_factor.switch_on')}
        </Button>
      </Group>
    </Stack>
  );
}
