import { Alert, Box, Group, List, Loader, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { CopyField } from '../../ui/copy-field';
import { Mark } from '../../ui/mark';
import { Moment } from '../../ui/moment';
import { QueryView } from '../../ui/state-view';
import { ReachabilityCheck } from './reachability-check';
import { firstWebhookQuery, type Preset, providerQuery } from './integrations.api';

/** Where the vendor sends its notifications, how to tell it, and whether one has come. */
export function WebhookPanel({
  providerId,
  preset,
}: {
  readonly providerId: string;
  readonly preset: Preset | undefined;
}): ReactNode {
  const { t, language } = useTexts();
  const provider = useQuery(providerQuery(providerId));
  const steps = preset?.setup[language] ?? [];
  return (
    <Paper withBorder p="md">
      <QueryView query={provider}>
        {({ name, webhook_url: url, preset_id: presetId }) => (
          <Stack gap="sm">
            <CopyField label={t('webhook.url', { name })} value={url} />
            {isLocal(url) && (
              <Alert color="yellow" variant="light">
                {t('webhook.local')}
              </Alert>
            )}
            <FirstWebhook providerId={providerId} />
            <ReachabilityCheck providerId={providerId} />
            {presetId === preset?.preset_id && steps.length > 0 && (
              <Box>
                <Text size="sm" fw={600} mb={4}>
                  {t('webhook.steps')}
                </Text>
                <List type="ordered" size="sm" spacing={4}>
                  {steps.map((step) => (
                    <List.Item key={step}>{step}</List.Item>
                  ))}
                </List>
              </Box>
            )}
          </Stack>
        )}
      </QueryView>
    </Paper>
  );
}

/** Turns green by itself. */
function FirstWebhook({ providerId }: { readonly providerId: string }): ReactNode {
  const { t } = useTexts();
  const { data } = useQuery(firstWebhookQuery(providerId));
  if (!data) {
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" type="dots" />
        <Text size="sm">{t('webhook.waiting')}</Text>
      </Group>
    );
  }
  const isRejected = data.status === 'rejected';
  return (
    <Group gap="xs" role="status">
      <Mark isOk={!isRejected} />
      <Text size="sm">{t(isRejected ? 'webhook.rejected' : 'webhook.seen')}</Text>
      <Moment at={data.received_at} />
    </Group>
  );
}

/** Such an address is out of a vendor's reach. */
function isLocal(url: string): boolean {
  return /^https?:\/\/(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])/.test(
    url,
  );
}
