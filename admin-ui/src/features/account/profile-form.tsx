import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { type Language, useTexts } from '../../lib/i18n';
import type { Session } from '../../lib/session.api';
import { Failure } from '../../ui/state-view';
import { changeProfile } from './account.api';

const LANGUAGES = [
  { value: 'id', label: 'Bahasa Indonesia' },
  { value: 'en', label: 'English' },
];

/** Name and language; the language holds for this page at once, and for messages to this person. */
export function ProfileForm({ user }: { readonly user: Session['user'] }): ReactNode {
  const { t, setLanguage } = useTexts();
  const queries = useQueryClient();
  const [name, setName] = useState(user.name);
  const [locale, setLocale] = useState<Language>(user.locale);
  const save = useMutation({
    mutationFn: () => changeProfile({ name: name.trim(), locale }),
    onSuccess: async () => {
      setLanguage(locale);
      await queries.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const isSame = name.trim() === user.name && locale === user.locale;
  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={t('account.name')}
        autoComplete="name"
        maxLength={100}
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <Select
        label={t('app.language')}
        data={LANGUAGES}
        allowDeselect={false}
        value={locale}
        onChange={(value) => setLocale(value === 'en' ? 'en' : 'id')}
      />
      {save.error && <Failure error={save.error} />}
      <Group>
        <Button type="submit" loading={save.isPending} disabled={isSame}>
          {t('action.save')}
        </Button>
        <Text size="sm" role="status">
          {save.isSuccess && isSame ? t('account.saved') : ''}
        </Text>
      </Group>
    </Stack>
  );
}
