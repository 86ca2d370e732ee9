import {
  Alert,
  Button,
  Center,
  Paper,
  PasswordInput,
  Stack,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { type TextKey, useTexts } from '../../lib/i18n';
import { type Login, sessionQuery, signIn } from '../../lib/session.api';
import { LanguageSwitch } from '../../ui/language-switch';

const SECOND_FACTOR = 'second_factor_required';

export function LoginPage({
  next,
  hasEnded,
}: {
  readonly next?: string;
  readonly hasEnded: boolean;
}): ReactNode {
  const { t } = useTexts();
  useDocumentTitle(t('login.title'));
  const queries = useQueryClient();
  const navigate = useNavigate();
  const login = useMutation({
    mutationFn: (values: Login) => signIn(values),
    onSuccess: async () => {
      await queries.query({ ...sessionQuery, staleTime: 0 });
      await navigate({ href: next ?? '/' });
    },
  });
  const [values, setValues] = useState<Login>({ email: '', password: '' });
  const needsCode = isAskingForCode(login.error) || values.code !== undefined;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    login.mutate(values);
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w={400} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              {t('login.title')}
            </Title>
            {hasEnded && <SessionEnded />}
            <TextInput
              label={t('login.email')}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={values.email}
              onChange={({ currentTarget: { value } }) => setValues({ ...values, email: value })}
            />
            <PasswordInput
              label={t('login.password')}
              autoComplete="current-password"
              required
              value={values.password}
              onChange={({ currentTarget: { value } }) => setValues({ ...values, password: value })}
            />
            {needsCode && (
              <TextInput
                label={t('login.code')}
                autoComplete="one-time-code"
                inputMode="numeric"
                autoFocus
                value={values.code ?? ''}
                onChange={({ currentTarget: { value } }) => setValues({ ...values, code: value })}
              />
            )}
            <LoginFailure error={login.error} />
            <Button type="submit" loading={login.isPending}>
              {t('login.submit')}
            </Button>
            <LanguageSwitch />
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function SessionEnded(): ReactNode {
  const { t } = useTexts();
  return (
    <Alert color="yellow" variant="light" role="status">
      {t('login.ended')}
    </Alert>
  );
}

const WORDS: Readonly<Record<number, TextKey>> = {
  0: 'error.offline',
  401: 'login.refused',
  429: 'login.locked',
};

function LoginFailure({ error }: { readonly error: Error | null }): ReactNode {
  const { t } = useTexts();
  if (!error || isAskingForCode(error)) return null;
  const key = error instanceof ApiError ? WORDS[error.status] : undefined;
  const text = key === undefined ? error.message : t(key);
  return (
    <Alert color="red" variant="light" role="alert">
      {text}
    </Alert>
  );
}

function isAskingForCode(error: Error | null): boolean {
  return error instanceof ApiError && error.errors.some(({ code }) => code === SECOND_FACTOR);
}
