/** What changes in the hub refreshes what a page shows, without anybody pressing reload. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Topic of the stream → the first part of the query keys that show it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  payment: ['payments'],
  refund: ['payments'],
  subscription: ['payments'],
  delivery: ['deliveries'],
  webhook: ['webhook-logs'],
  webhook_endpoint: ['endpoints'],
  alert: ['alerts'],
  provider: ['providers', 'health'],
};

export function useLiveUpdates(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stream = new EventSource('/api/v1/stream');
    const stops = Object.entries(KEYS).map(([topic, keys]) => {
      const refresh = (): void => {
        for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
      };
      stream.addEventListener(topic, refresh);
      return () => stream.removeEventListener(topic, refresh);
    });
    return () => {
      for (const stop of stops) stop();
      stream.close();
    };
  }, [queries]);
}
