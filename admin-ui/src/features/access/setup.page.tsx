import {
  Alert,
  Anchor,
  Button,
  Center,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { CopyField } from '../../ui/copy-field';
import { LanguageSwitch } from '../../ui/language-switch';
import { useErrorText } from '../../ui/state-view';
import { completeSetup } from './setup.api';

/** Taken out of the address at once, so that it is neither bookmarked nor seen on a shared screen. */
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
if (token !== '') history.replaceState(null, '', location.pathname);

export function SetupPage(): ReactNode {
  const { t } = useTexts();
  useDocumentTitle(t('setup.title'));
  const setup = useMutation({ mutationFn: completeSetup });
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w={460} maw="100%">
        <Stack>
          <Title order={1} size="h2">
            {setup.data ? t('setup.done.title') : t('setup.title')}
          </Title>
          {setup.data ? (
            <SetupDone apiKey={setup.data.api_key.key} />
          ) : (
            <SetupForm
              isPending={setup.isPending}
              error={setup.error}
              submit={(values) => setup.mutate({ ...values, token })}
            />
          )}
          <LanguageSwitch />
        </Stack>
      </Paper>
    </Center>
  );
}

function SetupDone({ apiKey }: { readonly apiKey: string }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack>
      <CopyField label={t('setup.done.key')} value={apiKey} />
      <Button component={Link} to="/">
        {t('setup.done.continue')}
      </Button>
    </Stack>
  );
}

function SetupForm({
  isPending,
  error,
  submit,
}: {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly submit: (values: { email: string; password: string }) => void;
}): ReactNode {
  const { t } = useTexts();
  const [values, setValues] = useState({ email: '', password: '' });
  const fieldError = (field: string) => (error instanceof ApiError ? error.of(field) : undefined);
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    submit(values);
  };
  if (token === '') {
    return (
      <>
        <Alert color="yellow">{t('setup.no_token')}</Alert>
        <Anchor component={Link} to="/login" size="sm">
          {t('login.title')}
        </Anchor>
      </>
    );
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <Text>{t('setup.text')}</Text>
        <TextInput
          label={t('login.email')}
          type="email"
          autoComplete="username"
          required
          autoFocus
          error={fieldError('email')}
          value={values.email}
          onChange={({ currentTarget: { value } }) => setValues({ ...values, email: value })}
        />
        <PasswordInput
          label={t('login.password')}
          description={t('setup.password.help')}
          autoComplete="new-password"
          required
          minLength={12}
          error={fieldError('password')}
          value={values.password}
          onChange={({ currentTarget: { value } }) => setValues({ ...values, password: value })}
        />
        {error && <SetupFailure error={error} />}
        <Button type="submit" loading={isPending}>
          {t('setup.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function SetupFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Alert color="red" variant="light" role="alert">
      {useErrorText(error)}
    </Alert>
  );
}
