import { Box, Button, Group, Paper, Progress, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { HrefLink } from '../../ui/href-link';
import { type FirstStep, stepText, stepTitle } from './first-steps';

/** What a new hub still lacks; the first thing that is not done has the button. */
export function FirstStepsCard({
  steps,
  dismiss,
}: {
  readonly steps: readonly FirstStep[];
  readonly dismiss: () => void;
}): ReactNode {
  const { t } = useTexts();
  const done = steps.filter(({ isDone }) => isDone).length;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="overview-first">
      <Group justify="space-between" gap="sm" mb="xs">
        <Box>
          <Title order={2} size="h4" id="overview-first">
            {t('overview.first')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('overview.first.done', { done: String(done), all: String(steps.length) })}
          </Text>
        </Box>
        <Button variant="subtle" size="compact-sm" onClick={dismiss}>
          {t('overview.first.dismiss')}
        </Button>
      </Group>
      <Progress
        value={(100 * done) / steps.length}
        aria-label={t('overview.first')}
        size="sm"
        mb="sm"
      />
      <Stack gap="md" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map((step, place) => (
          <StepRow key={step.id} step={step} number={place + 1} isNext={step === next} />
        ))}
      </Stack>
    </Paper>
  );
}

function StepRow({
  step,
  number,
  isNext,
}: {
  readonly step: FirstStep;
  readonly number: number;
  readonly isNext: boolean;
}): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const { id, isDone, href } = step;
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="start">
      <ThemeIcon
        radius="xl"
        size={28}
        variant={isDone ? 'filled' : 'default'}
        aria-label={t(isDone ? 'overview.first.is_done' : 'overview.first.is_open')}
        role="img"
      >
        {isDone ? '✓' : number}
      </ThemeIcon>
      <Group justify="space-between" gap="xs" style={{ flex: 1 }}>
        <Box style={{ flex: '1 1 220px' }}>
          <Text fw={500}>{t(stepTitle(id))}</Text>
          {!isDone && (
            <Text size="sm" c="dimmed">
              {t(stepText(id))}
            </Text>
          )}
        </Box>
        {!isDone && canChange && (
          <Button
            size="sm"
            variant={isNext ? 'filled' : 'default'}
            renderRoot={(props) => <HrefLink {...props} href={href} />}
          >
            {t(`overview.first.${id}.button`)}
          </Button>
        )}
      </Group>
    </Group>
  );
}
