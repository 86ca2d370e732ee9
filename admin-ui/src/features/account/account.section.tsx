import { Card, SimpleGrid, Stack, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { sessionQuery } from '../../lib/session.api';
import { Section } from '../../ui/section';
import { PasswordForm } from './password-form';
import { ProfileForm } from './profile-form';
import { SecondFactor } from './second-factor';
import { SessionList } from './session-list';

/** What everybody sets for themselves. */
export function AccountSection(): ReactNode {
  const { t } = useTexts();
  const { data } = useSuspenseQuery(sessionQuery);
  return (
    <Section
      title={t('settings.section.account')}
      intro={t('account.intro', {
        email: data.user.email,
        role: t(`users.role.${data.user.role}`),
      })}
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Part title={t('account.profile')}>
          <ProfileForm user={data.user} />
        </Part>
        <Part title={t('account.password')}>
          <PasswordForm email={data.user.email} />
        </Part>
      </SimpleGrid>
      <Part title={t('account.second_factor')}>
        <SecondFactor />
      </Part>
      <Part title={t('account.sessions')}>
        <SessionList />
      </Part>
    </Section>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Card withBorder padding="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={3} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}
