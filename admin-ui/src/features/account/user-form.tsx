import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { useProblems } from './problems';
import { type Rights, RightsFields } from './user-fields';
import { changeUser, type User } from './users.api';

const FIELDS = ['name', 'role', 'property_id'] as const;

/** Name, role and property of somebody. */
export function UserForm({
  user,
  done,
}: {
  readonly user: User;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [name, setName] = useState(user.name);
  const [rights, setRights] = useState<Rights>({
    role: user.role,
    property_id: user.property_id,
  });
  const save = useMutation({
    mutationFn: () => changeUser(user.id, { name: name.trim(), ...rights }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['users'] });
      await queries.invalidateQueries({ queryKey: ['session'] });
      done();
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
      <TextInput
        label={t('account.name')}
        maxLength={100}
        value={name}
        error={problems.of('name')}
        onChange={({ currentTarget: { value } }) => setName(value)}
        data-autofocus
      />
      <RightsFields rights={rights} change={setRights} errorOf={problems.of} />
      {beside && <Failure error={beside} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Group>
    </Stack>
  );
}
