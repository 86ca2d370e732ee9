import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Whether it went well, for the eye; the words beside it say the same. */
export function Mark({ isOk }: { readonly isOk: boolean }): ReactNode {
  return (
    <Text component="span" fw={700} c={isOk ? 'teal' : 'red'} aria-hidden="true">
      {isOk ? '✓' : '✗'}
    </Text>
  );
}
