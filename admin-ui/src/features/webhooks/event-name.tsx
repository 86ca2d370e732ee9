import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEventWords } from './event-words';

/** What happened, and below it the name that the receiver's program knows it by. */
export function EventName({ event }: { readonly event: string }): ReactNode {
  const words = useEventWords()(event);
  return (
    <div>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {words}
      </Text>
      {words !== event && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {event}
        </Text>
      )}
    </div>
  );
}
