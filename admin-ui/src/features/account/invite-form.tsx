import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { InvitationLink } from './invitation-link';
import { useProblems } from './problems';
import { type Rights, RightsFields } from './user-fields';
import { inviteUser, type NewUser } from './users.api';

const FIELDS = ['email', 'name', 'role', 'property_id'] as const;
const NEW: Omit<NewUser, keyof Rights> & Rights = {
  email: '',
  name: '',
  role: 'manager',
  locale: 'id',
  property_id: null,
};

/** Makes an account without a password, and the link by which the person chooses one. */
export function InviteForm({ done }: { readonly done: () => void }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [form, setForm] = useState(NEW);
  const invite = useMutation({
    mutationFn: () => inviteUser(form),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
  const problems = useProblems(invite.error);
  const beside = problems.beside(FIELDS);
  if (invite.data) return <InvitationLink invited={invite.data} done={done} />;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={t('login.email')}
        type="email"
        required
        maxLength={254}
        value={form.email}
        error={problems.of('email')}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, email: value })}
        data-autofocus
      />
      <TextInput
        label={t('account.name')}
        maxLength={100}
        value={form.name}
        error={problems.of('name')}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, name: value })}
      />
      <RightsFields
        rights={form}
        change={(rights) => setForm({ ...form, ...rights })}
        errorOf={problems.of}
      />
      <Select
        label={t('app.language')}
        data={[
          { value: 'id', label: 'Bahasa Indonesia' },
          { value: 'en', label: 'English' },
        ]}
        allowDeselect={false}
        value={form.locale}
        onChange={(value) => setForm({ ...form, locale: value === 'en' ? 'en' : 'id' })}
      />
      {beside && <Failure error={beside} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={invite.isPending}>
          {t('users.invite.submit')}
        </Button>
      </Group>
    </Stack>
  );
}
