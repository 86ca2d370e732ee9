import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Section } from '../../ui/section';
import { SettingForm } from './setting-form';

/** Whether there is a status page for whoever has its link, how much it tells, and where its links are. */
export function StatusPageSection(): ReactNode {
  const { t } = useTexts();
  return (
    <Section title={t('settings.section.status')} intro={t('settings.status.intro')}>
      <SettingForm group="status_page" />
      <Card withBorder padding="md" maw={640}>
        <Stack gap="sm">
          <Title order={3} size="h4">
            {t('settings.status.links')}
          </Title>
          <Text size="sm">{t('settings.status.links.text')}</Text>
          <Group>
            <Button component={Link} to="/health/status-page" variant="default">
              {t('settings.status.links.open')}
            </Button>
          </Group>
        </Stack>
      </Card>
    </Section>
  );
}
