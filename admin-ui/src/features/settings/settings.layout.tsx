import { Alert, Anchor, Box, Flex, NavLink, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { Link, Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useRole } from '../../lib/permissions';
import { NARROW } from '../../ui/section';
import { isFor, SECTION_GROUPS, sectionOf } from './sections';

/** The list of sections beside the one that is open; on a narrow screen either of them. */
export function SettingsLayout(): ReactNode {
  const { t } = useTexts();
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isOpen = sectionOf(path) !== undefined;
  if (isNarrow && isOpen) {
    return (
      <Stack gap="sm">
        <Anchor component={Link} to="/settings" size="sm">
          ‹ {t('settings.title')}
        </Anchor>
        <OpenSection />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        {t('settings.title')}
      </Title>
      {isNarrow ? (
        <SectionList withAbout />
      ) : (
        <Flex gap="xl" align="start">
          <Box w={210} style={{ flexShrink: 0 }}>
            <SectionList />
          </Box>
          <Box style={{ flex: 1, minWidth: 0 }}>
            <OpenSection />
          </Box>
        </Flex>
      )}
    </Stack>
  );
}

/** What stands at the address of the page itself: nothing on a phone, where the list fills it. */
export function SettingsIndex(): ReactNode {
  const { t } = useTexts();
  useDocumentTitle(`${t('settings.title')} · Kunci`);
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  return isNarrow ? null : <Navigate to="/settings/property" replace />;
}

function OpenSection(): ReactNode {
  const { t } = useTexts();
  const role = useRole();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const section = sectionOf(path);
  if (section !== undefined && role !== undefined && !isFor(section, role)) {
    return (
      <Stack>
        <Title order={2} size="h3">
          {t(`settings.section.${section}`)}
        </Title>
        <Alert color="yellow" variant="light">
          {t('error.forbidden')}
        </Alert>
      </Stack>
    );
  }
  return <Outlet />;
}

function SectionList({ withAbout = false }: { readonly withAbout?: boolean }): ReactNode {
  const { t } = useTexts();
  const role = useRole();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const open = sectionOf(path);
  return (
    <Stack component="nav" gap="md" aria-label={t('settings.sections')}>
      {SECTION_GROUPS.map(({ group, sections }) => {
        const visible = sections.filter((section) => role !== undefined && isFor(section, role));
        if (visible.length === 0) return null;
        return (
          <Box key={group}>
            <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
              {t(`settings.group.${group}`)}
            </Text>
            {visible.map((section) => (
              <NavLink
                key={section}
                component={Link}
                to={`/settings/${section}`}
                label={t(`settings.section.${section}`)}
                description={withAbout ? t(`settings.section.${section}.about`) : undefined}
                rightSection={withAbout ? '›' : undefined}
                active={section === open}
                aria-current={section === open ? 'page' : undefined}
                style={{ borderRadius: 'var(--mantine-radius-md)' }}
              />
            ))}
          </Box>
        );
      })}
    </Stack>
  );
}
