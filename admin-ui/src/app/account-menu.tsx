import {
  Avatar,
  Box,
  Menu,
  SegmentedControl,
  Stack,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';
import { chooseProperty } from '../lib/property';
import { saveLanguage, type Session, sessionQuery, signOut } from '../lib/session.api';
import { LanguageSwitch } from '../ui/language-switch';
import { useErrorText } from '../ui/state-view';

type Scheme = 'light' | 'dark' | 'auto';
const SCHEMES: readonly Scheme[] = ['light', 'dark', 'auto'];

/** Who is signed in, and what concerns this person alone. */
export function AccountMenu(): ReactNode {
  const { t } = useTexts();
  const { data } = useSuspenseQuery(sessionQuery);
  const router = useRouter();
  const leave = useSignOut();
  const name = nameOf(data);
  return (
    <Menu position="bottom-end" width={300} closeOnItemClick>
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: 999 }}>
          {/* Not a label: the initials that are seen need not be letters of it in a row. */}
          <VisuallyHidden>{t('app.account', { name })}</VisuallyHidden>
          <Avatar color="teal" radius="xl" size={36} aria-hidden="true">
            {initialsOf(name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Box p="sm">
          <Text fw={600} truncate>
            {name}
          </Text>
          {name !== data.user.email && (
            <Text size="sm" c="dimmed" truncate>
              {data.user.email}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {t(`role.${data.user.role}`)}
          </Text>
        </Box>
        <Menu.Divider />
        <Stack gap="sm" p="sm">
          <LanguageChoice />
          <SchemeChoice />
        </Stack>
        <Menu.Divider />
        <Menu.Item onClick={() => router.history.push('/settings/account')}>
          {t('app.my_account')}
        </Menu.Item>
        <Menu.Item disabled={leave.isPending} onClick={() => leave.mutate()}>
          {t('login.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useSignOut() {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      chooseProperty(undefined);
      await router.navigate({ to: '/login' });
      queries.clear();
    },
  });
}

/** Kept with the account, so that messages and other devices speak it as well. */
function LanguageChoice(): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: saveLanguage,
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  });
  return (
    <Box>
      <Labelled text={t('app.language')}>
        <LanguageSwitch onChange={(language) => save.mutate(language)} />
      </Labelled>
      {save.error && <NotSaved error={save.error} />}
    </Box>
  );
}

function NotSaved({ error }: { readonly error: Error }): ReactNode {
  return (
    <Text size="xs" c="red" role="alert">
      {useErrorText(error)}
    </Text>
  );
}

function SchemeChoice(): ReactNode {
  const { t } = useTexts();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Labelled text={t('app.theme')}>
      <SegmentedControl
        aria-label={t('app.theme')}
        size="xs"
        data={SCHEMES.map((value) => ({ value, label: t(`app.theme.${value}`) }))}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
      />
    </Labelled>
  );
}

function Labelled({
  text,
  children,
}: {
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Stack gap={4}>
      <Text size="sm" aria-hidden="true">
        {text}
      </Text>
      {children}
    </Stack>
  );
}

function nameOf({ user }: Session): string {
  return user.name || user.email;
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@.]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
}
