import { Badge, Box, Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { propertiesQuery } from '../../lib/zone';
import { DataList } from '../../ui/data-list';
import { Dialog } from '../../ui/dialog';
import { Moment } from '../../ui/moment';
import { Section } from '../../ui/section';
import { Empty } from '../../ui/state-view';
import { InviteForm } from './invite-form';
import { UserMenu } from './user-menu';
import { nameOf, type User, usersQuery } from './users.api';

/** Who may sign in, as what, and when they last did. */
export function UsersSection(): ReactNode {
  const { t } = useTexts();
  const [isInviting, { open, close }] = useDisclosure();
  const query = useInfiniteQuery(usersQuery());
  const invite = <Button onClick={open}>{t('users.invite')}</Button>;
  return (
    <Section title={t('settings.section.users')} intro={t('users.intro')} action={invite}>
      <DataList
        query={query}
        label={t('settings.section.users')}
        empty={<Empty text={t('users.empty')} action={invite} />}
        columns={[
          { title: t('users.person'), cell: (user) => <Person user={user} /> },
          { title: t('users.role'), cell: (user) => <RoleOf user={user} />, isOnCard: true },
          { title: t('users.second_factor'), cell: (user) => <SecondFactorOf user={user} /> },
          { title: t('users.last_login'), cell: (user) => <LastLogin user={user} /> },
          {
            title: t('users.actions'),
            align: 'right',
            isOnCard: true,
            cell: (user) => <UserMenu user={user} />,
          },
        ]}
      />
      <Text size="sm" c="dimmed" maw={640}>
        {t('users.last_owner')}
      </Text>
      <Dialog opened={isInviting} onClose={close} title={t('users.invite')}>
        {isInviting && <InviteForm done={close} />}
      </Dialog>
    </Section>
  );
}

function Person({ user }: { readonly user: User }): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap={2} align="start">
      <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
        {nameOf(user)}
      </Text>
      {user.name !== '' && (
        <Text size="xs" c="dimmed" fw={400} style={{ overflowWrap: 'anywhere' }}>
          {user.email}
        </Text>
      )}
      {user.status !== 'active' && (
        <Badge color={user.status === 'invited' ? 'yellow' : 'gray'} variant="light" tt="none">
          {t(`users.status.${user.status}`)}
        </Badge>
      )}
    </Stack>
  );
}

function RoleOf({ user }: { readonly user: User }): ReactNode {
  const { t } = useTexts();
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  const property = properties.find(({ id }) => id === user.property_id);
  return (
    <Box>
      <Text size="sm">{t(`users.role.${user.role}`)}</Text>
      {property && (
        <Text size="xs" c="dimmed">
          {property.name}
        </Text>
      )}
    </Box>
  );
}

function SecondFactorOf({ user }: { readonly user: User }): ReactNode {
  const { t } = useTexts();
  return (
    <Text size="sm" c={user.has_second_factor ? undefined : 'dimmed'}>
      {t(user.has_second_factor ? 'users.second_factor.on' : 'users.second_factor.off')}
    </Text>
  );
}

function LastLogin({ user }: { readonly user: User }): ReactNode {
  const { t } = useTexts();
  if (user.last_login_at !== null) return <Moment at={user.last_login_at} />;
  return (
    <Text size="sm" c="dimmed">
      {t('users.never')}
    </Text>
  );
}
