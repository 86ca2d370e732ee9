import type { WebhookReply } from '#connectors/webhook/reply.js';
import { toErrorBody } from '#core/errors/error-body.js';

/** What a caller is told where no connector has words for it: the body of every other error of the hub. */
export function plainRefusal(status: number, message: string): WebhookReply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(toErrorBody({ message, errors: [] })),
  };
}
