import { Button, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { sessionQuery, signOut } from '../../lib/session.api';
import { LanguageSwitch } from '../../ui/language-switch';
import { PasswordForm } from './password-form';

/** Whoever came in with a password for one sign-in chooses one of their own before anything else. */
export function ForcedPasswordPage(): ReactNode {
  const { t } = useTexts();
  useDocumentTitle(t('account.forced.title'));
  const { data } = useSuspenseQuery(sessionQuery);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const logout = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/login' });
      queries.clear();
    },
  });
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w={460} maw="100%">
        <Stack>
          <Title order={1} size="h2">
            {t('account.forced.title')}
          </Title>
          <Text>{t('account.forced.text')}</Text>
          <PasswordForm
            email={data.user.email}
            onChanged={() => void navigate({ to: '/', replace: true })}
          />
          <Group justify="space-between">
            <LanguageSwitch />
            <Button variant="subtle" loading={logout.isPending} onClick={() => logout.mutate()}>
              {t('login.logout')}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Center>
  );
}
