import { Button, Group, Paper, Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { clock } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import { HrefLink } from '../../ui/href-link';
import type { Headline } from './headline';

const COLORS: Readonly<Record<Headline['tone'], string>> = {
  well: 'var(--mantine-color-teal-6)',
  warning: 'var(--mantine-color-yellow-6)',
  critical: 'var(--mantine-color-red-6)',
};

/** One sentence, one button. */
export function HeadlineCard({ headline }: { readonly headline: Headline }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const { text, values, since, tone, button } = headline;
  const when = since === undefined ? '' : clock(since, { zone, language, now: Date.now() });
  return (
    <Paper withBorder p="md" style={{ borderLeft: `4px solid ${COLORS[tone]}` }} role="status">
      <Group justify="space-between" gap="sm">
        <Text size="lg" fw={600} style={{ flex: '1 1 240px' }}>
          {t(text, { ...values, since: when })}
        </Text>
        {button && (
          <Button renderRoot={(props) => <HrefLink {...props} href={button.href} />}>
            {t(button.label)}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

export function HeadlineSkeleton(): ReactNode {
  return <Skeleton height={70} radius="md" />;
}
