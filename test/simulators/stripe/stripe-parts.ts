/** What the vendor's products share: ids, time, signed events, and lists with cursors. */
import { createHmac, randomBytes } from 'node:crypto';
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import { API_VERSION, type StripeAccount } from '#test/simulators/stripe/stripe-account.js';

export interface StripeParts {
  readonly kit: Kit;
  readonly account: StripeAccount;
}

export type Metadata = Readonly<Record<string, string>>;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `pi_` and the like, followed by 24 letters and digits. */
export function stripeId(prefix: string): string {
  const tail = Array.from(randomBytes(24), (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `${prefix}_${tail}`;
}

/** The simulator's time in Unix seconds. */
export function secondsOf(kit: Kit): number {
  return Math.floor(kit.clock.now() / 1000);
}

/**
 * `t=…,v1=…` with one `v1` for each secret, old ones first so that a receiver must look at all of them, and a `v0`
 * that means nothing.
 */
export function signatureHeader(
  body: string,
  { secrets, timestamp }: { readonly secrets: readonly string[]; readonly timestamp: number },
): string {
  const sign = (secret: string) =>
    createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  const signatures = [...secrets].reverse().map((secret) => `v1=${sign(secret)}`);
  return [`t=${timestamp}`, ...signatures, `v0=${sign('test')}`].join(',');
}

/** Sends a snapshot event about an object to the account's endpoint. */
export function sendEvent(
  { kit, account }: StripeParts,
  type: string,
  object: Readonly<Record<string, unknown>>,
  subject: string,
): void {
  const { webhook_url: url, webhook_secrets: secrets, signature_age_s: age } = account.config;
  if (url === null) return;
  const body = JSON.stringify({
    id: stripeId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: secondsOf(kit),
    livemode: account.livemode,
    type,
    data: { object },
    request: { id: null, idempotency_key: null },
    pending_webhooks: 1,
  });
  // Signed by real time: receivers compare it with theirs, which no test advances.
  const timestamp = Math.floor(Date.now() / 1000) - age;
  kit.webhooks.send({
    url,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signatureHeader(body, { secrets, timestamp }),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
    body,
    event: type,
    subject,
  });
}

export interface Created {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
}

export interface ListQuery {
  readonly limit: number;
  readonly created?: { readonly gte?: number | undefined; readonly lte?: number | undefined };
  readonly starting_after?: string | undefined;
}

/** One page, newest first, as every list of this vendor answers. */
export function listOf<T extends Created>(
  all: Iterable<T>,
  query: ListQuery,
  shape: { readonly url: string; readonly tell: (one: T) => unknown },
): Record<string, unknown> {
  const { gte = 0, lte = Number.POSITIVE_INFINITY } = query.created ?? {};
  const found = [...all].filter(({ created }) => created >= gte && created <= lte).reverse();
  const after = found.findIndex(({ id }) => id === query.starting_after) + 1;
  const page = found.slice(after, after + query.limit);
  return {
    object: 'list',
    url: shape.url,
    has_more: found.length > after + page.length,
    data: page.map(shape.tell),
  };
}
