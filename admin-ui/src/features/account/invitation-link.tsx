import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateTime } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import { CopyField } from '../../ui/copy-field';
import { type Invited, nameOf } from './users.api';

/** The link to hand over; it is shown this once. */
export function InvitationLink({
  invited,
  done,
}: {
  readonly invited: Invited;
  readonly done: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const { url, expires_at: until } = invited.invitation;
  return (
    <Stack>
      <Text size="sm">{t('users.link.text', { name: nameOf(invited) })}</Text>
      <CopyField label={t('users.link')} value={url} />
      <Text size="sm" c="dimmed">
        {t('users.link.until', { until: dateTime(until, zone, language) })}
      </Text>
      <Group justify="end">
        <Button onClick={done}>{t('action.close')}</Button>
      </Group>
    </Stack>
  );
}
