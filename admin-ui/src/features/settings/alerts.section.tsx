import { Alert, Anchor, Button, Card, Group, List, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useIsOwner } from '../../lib/permissions';
import { Section } from '../../ui/section';
import { Failure } from '../../ui/state-view';
import { SettingForm } from './setting-form';
import { sendTrialAlert } from './settings.api';

/** When alerts are raised, and whether one would arrive. */
export function AlertsSection(): ReactNode {
  const { t } = useTexts();
  const isOwner = useIsOwner();
  return (
    <Section title={t('settings.section.alerts')} intro={t('settings.alerts.intro')}>
      <Trial />
      <Title order={3} size="h4">
        {t('settings.alerts.thresholds')}
      </Title>
      {isOwner ? (
        <SettingForm group="alerts" />
      ) : (
        <Text size="sm" c="dimmed">
          {t('settings.alerts.owner_only')}
        </Text>
      )}
    </Section>
  );
}

function Trial(): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const trial = useMutation({
    mutationFn: sendTrialAlert,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
  return (
    <Card withBorder padding="md" maw={640}>
      <Stack gap="sm">
        <Title order={3} size="h4">
          {t('settings.trial')}
        </Title>
        <Text size="sm">{t('settings.trial.text')}</Text>
        <Group>
          <Button variant="default" loading={trial.isPending} onClick={() => trial.mutate()}>
            {t('settings.trial.send')}
          </Button>
        </Group>
        {trial.error && <Failure error={trial.error} />}
        <div role="status">
          {trial.data && <TrialResult urls={trial.data.subscribers.map(({ url }) => url)} />}
        </div>
      </Stack>
    </Card>
  );
}

function TrialResult({ urls }: { readonly urls: readonly string[] }): ReactNode {
  const { t } = useTexts();
  const isHeard = urls.length > 0;
  return (
    <Alert
      color={isHeard ? 'teal' : 'yellow'}
      variant="light"
      title={t(isHeard ? 'settings.trial.sent' : 'settings.trial.unheard')}
    >
      <Stack gap="xs">
        <Text size="sm">{t(isHeard ? 'settings.trial.to' : 'settings.trial.unheard.text')}</Text>
        {isHeard && (
          <List size="sm">
            {urls.map((url) => (
              <List.Item key={url} style={{ overflowWrap: 'anywhere' }}>
                {url}
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="md">
          <Anchor component={Link} to="/health/alerts" size="sm">
            {t('settings.trial.health')}
          </Anchor>
          <Anchor component={Link} to="/webhooks" size="sm">
            {t('settings.trial.webhooks')}
          </Anchor>
        </Group>
      </Stack>
    </Alert>
  );
}
