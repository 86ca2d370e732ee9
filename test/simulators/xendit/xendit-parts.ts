/** What the vendor's products share: ids, time, webhooks, and the list of all they hold. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { XenditAccount } from '#test/simulators/xendit/xendit-account.js';

export interface XenditParts {
  readonly kit: Kit;
  readonly account: XenditAccount;
}

/** `pr-` and the like, followed by a UUID: 39 characters. */
export function prefixedId(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

/** 24 hexadecimal digits, as invoices and sessions have. */
export function shortId(prefix = ''): string {
  return prefix + randomBytes(12).toString('hex');
}

/** Sends an enveloped event: `{ event, business_id, created, data }`. */
export function sendEvent(
  parts: XenditParts,
  event: string,
  subject: string,
  data: Readonly<Record<string, unknown>>,
): void {
  const envelope = {
    event,
    business_id: parts.account.config.business_id,
    created: parts.kit.clock.iso(),
    data,
  };
  const isNested = event.startsWith('refund.') && parts.account.config.nested_refund_events;
  sendBody(parts, event, subject, isNested ? { ...envelope, data: envelope } : envelope);
}

/** Sends any body with the token and the id of the event. */
export function sendBody(
  { kit, account }: XenditParts,
  event: string,
  subject: string,
  body: Readonly<Record<string, unknown>>,
): void {
  const { webhook_url: url, callback_token: token } = account.config;
  if (url === null) return;
  kit.webhooks.send({
    url,
    headers: {
      'content-type': 'application/json',
      'x-callback-token': token,
      'webhook-id': randomUUID(),
    },
    body: JSON.stringify(body),
    event,
    subject,
  });
}

/** A store that forgets its oldest entries, so that a long benchmark does not fill the memory. */
export class BoundedMap<V> extends Map<string, V> {
  private readonly kept: number;

  constructor(kept = 100_000) {
    super();
    this.kept = kept;
  }

  override set(key: string, value: V): this {
    super.set(key, value);
    if (this.size > this.kept) {
      const [oldest] = this.keys();
      if (oldest !== undefined) this.delete(oldest);
    }
    return this;
  }
}
