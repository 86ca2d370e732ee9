import {
  Alert,
  Anchor,
  Button,
  Center,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { postJson } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { LanguageSwitch } from '../../ui/language-switch';
import { Failure } from '../../ui/state-view';

/** Taken out of the address at once, so that it is neither bookmarked nor seen on a shared screen. */
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
if (token !== '') history.replaceState(null, '', location.pathname);

/** Somebody who was invited chooses a password and is signed in by that. */
export function InvitationPage(): ReactNode {
  const { t } = useTexts();
  useDocumentTitle(t('invitation.title'));
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => postJson<unknown>('/api/v1/invitation', { token, password }),
    onSuccess: () => navigate({ to: '/' }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    accept.mutate();
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w={460} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              {t('invitation.title')}
            </Title>
            {token === '' ? (
              <>
                <Alert color="yellow">{t('invitation.no_token')}</Alert>
                <Anchor component={Link} to="/login" size="sm">
                  {t('login.title')}
                </Anchor>
              </>
            ) : (
              <>
                <Text>{t('invitation.text')}</Text>
                <PasswordInput
                  label={t('login.password')}
                  description={t('setup.password.help')}
                  autoComplete="new-password"
                  required
                  minLength={12}
                  value={password}
                  onChange={({ currentTarget: { value } }) => setPassword(value)}
                />
                {accept.error && <Failure error={accept.error} />}
                <Button type="submit" loading={accept.isPending}>
                  {t('invitation.submit')}
                </Button>
              </>
            )}
            <LanguageSwitch />
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
