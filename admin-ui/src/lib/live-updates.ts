/** What changes in the hub refreshes what a page shows, without anybody pressing reload. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Topic of the stream → the first part of the query keys that show it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  payment: ['payments', 'overview'],
  refund: ['payments', 'payouts', 'refund-batches'],
  subscription: ['payments', 'subscriptions'],
  delivery: ['deliveries', 'endpoints'],
  webhook: ['webhook-logs', 'overview'],
  webhook_endpoint: ['endpoints'],
  alert: ['alerts', 'overview'],
  issue: ['issues'],
  provider: ['providers', 'health', 'overview'],
};

/** A blink is not worth a word: the hub ends streams when rights change, and browsers connect again at once. */
const PATIENCE_MS = 4_000;
const AGAIN_MS = 5_000;

/** Watches while the page is open; says whether the hub can be heard. */
export function useLiveUpdates(): { readonly isConnected: boolean } {
  const queries = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => watch(queries, setConnected), [queries]);
  return { isConnected };
}

function watch(queries: QueryClient, tell: (isConnected: boolean) => void): () => void {
  let stream: EventSource | undefined;
  let worry: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let wasLost = false;
  const opened = (): void => {
    clearTimeout(worry);
    worry = undefined;
    tell(true);
    // What happened meanwhile was told to nobody.
    if (wasLost) void queries.invalidateQueries();
    wasLost = false;
  };
  const lost = (): void => {
    wasLost = true;
    worry ??= setTimeout(() => tell(false), PATIENCE_MS);
    if (stream?.readyState !== EventSource.CLOSED) return;
    // Refused, so the browser gives up: either nobody is signed in any more, which this finds out, or the hub restarts.
    void queries.invalidateQueries({ queryKey: ['session'] });
    clearTimeout(again);
    again = setTimeout(open, AGAIN_MS);
  };
  const open = (): void => {
    stream?.close();
    stream = new EventSource('/api/v1/stream');
    stream.addEventListener('open', opened);
    stream.addEventListener('error', lost);
    for (const [topic, keys] of Object.entries(KEYS)) {
      stream.addEventListener(topic, () => {
        for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
      });
    }
  };
  open();
  return () => {
    clearTimeout(worry);
    clearTimeout(again);
    stream?.close();
  };
}
