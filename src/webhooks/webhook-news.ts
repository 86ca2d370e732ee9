import type { StreamMessage } from '#events/stream/stream-message.js';
import type { Provider } from '#providers/provider.types.js';

/** For whoever watches the list of webhooks. */
export function webhookNews(
  what: 'received' | 'processed',
  id: string,
  provider: Provider,
): StreamMessage {
  return {
    topic: 'webhook',
    event: `webhook.${what}`,
    id,
    property_id: provider.propertyId ?? null,
  };
}
