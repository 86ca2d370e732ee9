import { Button, Group, List, PasswordInput, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { sessionQuery } from '../../lib/session.api';
import { Failure } from '../../ui/state-view';
import { changePassword } from './account.api';
import { checksOf, MIN_LENGTH, strengthOf } from './password-strength';
import { useProblems } from './problems';

const EMPTY = { current: '', next: '' };
const FIELDS = ['current', 'next'] as const;

/** The old password and a new one; all other sessions end by it. */
export function PasswordForm({
  email,
  onChanged,
}: {
  readonly email: string;
  readonly onChanged?: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const save = useMutation({
    mutationFn: () => changePassword(form),
    onSuccess: async () => {
      setForm(EMPTY);
      await queries.query({ ...sessionQuery, staleTime: 0 });
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      onChanged?.();
    },
  });
  const problems = useProblems(save.error);
  const beside = problems.beside(FIELDS);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <PasswordInput
        label={t('account.password.current')}
        autoComplete="current-password"
        required
        value={form.current}
        error={problems.of('current')}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, current: value })}
      />
      <PasswordInput
        label={t('account.password.next')}
        autoComplete="new-password"
        required
        minLength={MIN_LENGTH}
        value={form.next}
        error={problems.of('next')}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, next: value })}
      />
      <Strength password={form.next} email={email} />
      {beside && <Failure error={beside} />}
      <Group>
        <Button type="submit" loading={save.isPending}>
          {t('account.password.change')}
        </Button>
        <Text size="sm" role="status">
          {save.isSuccess && form.next === '' ? t('account.password.changed') : ''}
        </Text>
      </Group>
    </Stack>
  );
}

function Strength({
  password,
  email,
}: {
  readonly password: string;
  readonly email: string;
}): ReactNode {
  const { t } = useTexts();
  const checks = checksOf(password, email);
  const strength = strengthOf(password, email);
  const word = strength > 75 ? 'good' : strength > 40 ? 'fair' : 'weak';
  const color = { good: 'teal', fair: 'yellow', weak: 'red' }[word];
  const hints = [
    [checks.isLongEnough, t('account.password.hint.length')],
    [checks.isVaried, t('account.password.hint.varied')],
    [checks.isNotAddress, t('account.password.hint.address')],
  ] as const;
  return (
    <Stack gap={6}>
      <Progress
        value={password === '' ? 0 : strength}
        color={color}
        size="sm"
        aria-label={t('account.password.strength')}
      />
      <List size="xs" c="dimmed" listStyleType="none" spacing={2}>
        {hints.map(([isMet, text]) => (
          <List.Item key={text}>
            <span aria-hidden="true">{isMet ? '✓ ' : '○ '}</span>
            {text}
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed">
        {password === '' ? t('account.password.advice') : t(`account.password.${word}`)}
      </Text>
    </Stack>
  );
}
