import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Names on the left, values on the right. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, ReactNode])[];
}): ReactNode {
  return (
    <Stack gap={6} component="dl" m={0}>
      {facts.map(([name, value]) => (
        <Group key={name} justify="space-between" gap="sm" wrap="nowrap">
          <Text component="dt" size="sm" c="dimmed" maw="60%" style={{ flexShrink: 0 }}>
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} ta="right" style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
