import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** Below this width a list and what it opens stand on pages of their own. */
export const NARROW = '(max-width: 62em)';

/** One of several parts that share a page: beside their list on a wide screen, a page of its own on a phone. */
export function Section({
  title,
  intro,
  action,
  children,
}: {
  readonly title: string;
  readonly intro?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  useDocumentTitle(`${title} · Kunci`);
  const isAlone = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  return (
    <Stack gap="md" component="section" aria-label={title}>
      <Group justify="space-between" align="start" gap="sm">
        <Box style={{ flex: '1 1 260px' }}>
          <Title order={isAlone ? 1 : 2} size="h3">
            {title}
          </Title>
          {intro !== undefined && (
            <Text c="dimmed" size="sm" maw={640}>
              {intro}
            </Text>
          )}
        </Box>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
