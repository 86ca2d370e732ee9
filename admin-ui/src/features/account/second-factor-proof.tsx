import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { removeSecondFactor, renewRecoveryCodes } from './account.api';
import { useProblems } from './problems';
import { RecoveryCodes } from './recovery-codes';

const FIELDS = ['password', 'code'] as const;

/** Password and code, for what somebody at an open laptop must not be able to do. */
export function SecondFactorProof({
  purpose,
  done,
}: {
  readonly purpose: 'renew' | 'remove';
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [proof, setProof] = useState({ password: '', code: '' });
  const finish = (): void => {
    done();
    void queries.invalidateQueries({ queryKey: ['second-factor'] });
    void queries.invalidateQueries({ queryKey: ['session'] });
  };
  const send = useMutation({
    mutationFn: async () => {
      if (purpose === 'renew') return (await renewRecoveryCodes(proof)).recovery_codes;
      await removeSecondFactor(proof);
      return undefined;
    },
    onSuccess: (codes) => {
      if (codes === undefined) finish();
    },
  });
  const problems = useProblems(send.error);
  const beside = problems.beside(FIELDS);
  if (send.data) return <RecoveryCodes codes={send.data} done={finish} />;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t(`account.proof.${purpose}`)}</Text>
      <PasswordInput
        label={t('login.password')}
        autoComplete="current-password"
        required
        value={proof.password}
        error={problems.of('password')}
        onChange={({ currentTarget: { value } }) => setProof({ ...proof, password: value })}
        data-autofocus
      />
      <TextInput
        label={t('account.proof.code')}
        autoComplete="one-time-code"
        required
        minLength={6}
        maxLength={40}
        value={proof.code}
        error={problems.of('code')}
        onChange={({ currentTarget: { value } }) => setProof({ ...proof, code: value })}
      />
      {beside && <Failure error={beside} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          color={purpose === 'remove' ? 'red' : undefined}
          loading={send.isPending}
        >
          {t(`account.proof.${purpose}.submit`)}
        </Button>
      </Group>
    </Stack>
  );
}
