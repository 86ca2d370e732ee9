import { Group, Paper, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { categoryName } from '../../lib/categories';
import { useTexts } from '../../lib/i18n';
import { StatusDot } from '../../ui/status-dot';
import type { CategoryState } from './category-states';

const MOST_COLUMNS = 4;

/** How each kind of integration is; a tap opens it. */
export function CategoryStrip({
  states,
}: {
  readonly states: readonly CategoryState[];
}): ReactNode {
  const { t } = useTexts();
  if (states.length === 0) return null;
  return (
    <SimpleGrid
      cols={{ base: 1, xs: Math.min(states.length, 2), md: Math.min(states.length, MOST_COLUMNS) }}
      spacing="sm"
      component="nav"
      aria-label={t('overview.categories')}
    >
      {states.map(({ category, condition }) => (
        <Paper
          key={category}
          withBorder
          px="md"
          py="sm"
          style={{ textDecoration: 'none', display: 'block' }}
          renderRoot={(props) => <Link {...props} to="/integrations" search={{ category }} />}
        >
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text fw={500} truncate>
              {t(categoryName(category))}
            </Text>
            {condition ? (
              <StatusDot condition={condition} />
            ) : (
              <Text size="sm" c="dimmed">
                {t('overview.not_connected')}
              </Text>
            )}
          </Group>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

export function StripSkeleton(): ReactNode {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {[1, 2].map((card) => (
        <Skeleton key={card} height={48} radius="md" />
      ))}
    </SimpleGrid>
  );
}
