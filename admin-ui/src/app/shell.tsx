import {
  ActionIcon,
  AppShell,
  Box,
  Burger,
  Group,
  NavLink,
  ScrollArea,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTexts } from '../lib/i18n';
import { useLiveUpdates } from '../lib/live-updates';
import { sessionQuery, signOut } from '../lib/session.api';
import { LanguageSwitch } from '../ui/language-switch';
import { NAVIGATION } from './navigation';

/** The frame around every page: header, places to go, content. */
export function Shell(): ReactNode {
  const { t } = useTexts();
  const [isOpen, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(close, [path, close]);
  useLiveUpdates();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 230, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('app.menu')}
            />
            <Text fw={700} size="lg">
              {t('app.name')}
            </Text>
          </Group>
          <ThemeSwitch />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <AppShell.Section grow component={ScrollArea}>
          {NAVIGATION.map(({ to, label }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(label)}
              active={to === '/' ? path === '/' : path.startsWith(to)}
            />
          ))}
        </AppShell.Section>
        <AppShell.Section>
          <Account />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main>
        <Box maw={1200} mx="auto">
          <Outlet />
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}

function Account(): ReactNode {
  const { t } = useTexts();
  const { data } = useSuspenseQuery(sessionQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const logout = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/login' });
      queries.clear();
    },
  });
  return (
    <Box p="xs">
      <Text size="sm" truncate>
        {data.user.name === null || data.user.name === '' ? data.user.email : data.user.name}
      </Text>
      <NavLink
        label={t('login.logout')}
        px={0}
        onClick={() => logout.mutate()}
        component="button"
      />
      <LanguageSwitch />
    </Box>
  );
}

function ThemeSwitch(): ReactNode {
  const { t } = useTexts();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t('app.theme')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      <span aria-hidden="true">{scheme === 'dark' ? '☀' : '☾'}</span>
    </ActionIcon>
  );
}
