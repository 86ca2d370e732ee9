import { AppShell, Box, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { GlobalSearch } from '../features/search/global-search';
import { whenSessionEnds } from '../lib/api';
import { useTexts } from '../lib/i18n';
import { useLiveUpdates } from '../lib/live-updates';
import { useProperty } from '../lib/property';
import { AccountMenu } from './account-menu';
import { AlertCount } from './alert-count';
import { BottomBar } from './bottom-bar';
import { ConnectionNotice } from './connection-notice';
import { isAt, NAVIGATION } from './navigation';
import { PlaceIcon } from './place-icon';
import { PropertySwitcher } from './property-switcher';
import classes from './shell.module.css';

const MAIN = 'main';

/** The frame around every page: search, property and account above, places to go beside or below, content. */
export function Shell(): ReactNode {
  const { t } = useTexts();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const property = useProperty();
  const { isConnected } = useLiveUpdates();
  useReturnAfterLogin();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: true } }}
      padding="md"
    >
      <a href={`#${MAIN}`} className={classes['skip']}>
        {t('app.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Text fw={700} size="lg" w={{ sm: 188 }} visibleFrom="sm">
            {t('app.name')}
          </Text>
          <GlobalSearch />
          <Group gap="sm" wrap="nowrap" justify="end" style={{ flexShrink: 0 }}>
            <Box visibleFrom="sm">
              <PropertySwitcher width={190} />
            </Box>
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" visibleFrom="sm">
        <AppShell.Section grow component={ScrollArea}>
          {NAVIGATION.map((place) => (
            <NavLink
              key={place.to}
              renderRoot={(props) => <Link {...props} to={place.to} />}
              label={t(place.label)}
              leftSection={<PlaceIcon name={place.icon} />}
              rightSection={place.icon === 'health' ? <AlertCount /> : undefined}
              active={isAt(place, path)}
              style={{ borderRadius: 'var(--mantine-radius-md)' }}
              aria-current={isAt(place, path) ? 'page' : undefined}
            />
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id={MAIN} tabIndex={-1} className={classes['main']} style={{ outline: 0 }}>
        <Box maw={1200} mx="auto">
          <ConnectionNotice isConnected={isConnected} />
          {property.properties.length > 1 && (
            <Box hiddenFrom="sm" mb="md">
              <PropertySwitcher />
            </Box>
          )}
          {/* Another property is another page: lists begin anew. */}
          <Outlet key={property.id ?? 'all'} />
        </Box>
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm" className={classes['bar']}>
        <Box h={60}>
          <BottomBar path={path} />
        </Box>
      </AppShell.Footer>
    </AppShell>
  );
}

/** A session that ends in the middle of the work leads to the login, and from there back to where it was. */
function useReturnAfterLogin(): void {
  const router = useRouter();
  const queries = useQueryClient();
  useEffect(() => {
    whenSessionEnds(() => {
      const { href, pathname } = router.state.location;
      if (pathname === '/login') return;
      void router.navigate({ to: '/login', search: { next: href, reason: 'ended' } });
      queries.clear();
    });
    return () => whenSessionEnds(undefined);
  }, [router, queries]);
}
