/** The request of a test transaction: what a guest could have asked for, as small as the vendor takes it. Pure. */
import { z } from 'zod';
import { newId } from '#core/ids/uuid.js';
import { DEFAULT_CURRENCY, exponentOf } from '#core/money/money.js';
import type { ProbeFacts } from '#providers/connection-probe.js';
import type { CreatePaymentRequest } from '../payment.port.js';

/** Rp 1,000, or one whole unit of another currency; a hundred where a unit is next to nothing. */
const SMALLEST_IDR = 1_000;
const SMALLEST_WITHOUT_MINOR = 100;
/** Long enough for every vendor, short enough that nothing stays open for long. */
const LIFETIME_S = 3_600;

/** What a connector may want otherwise in `test_transaction.request`. */
const overrideSchema = z.strictObject({
  amount: z.int().positive().optional(),
  currency: z.string().length(3).optional(),
  method: z.string().optional(),
  token: z.string().optional(),
  number: z.string().optional(),
  return_url: z.url().optional(),
  expires_in_seconds: z.int().positive().optional(),
  description: z.string().optional(),
});
type Override = z.infer<typeof overrideSchema>;

export type Sample = { readonly request: CreatePaymentRequest } | { readonly reason: string };

/** The request, or why there is none that would work without a guest. */
export function sampleRequest(facts: ProbeFacts, reference: string): Sample {
  const definition = facts.connector.test_transaction;
  const parsed = overrideSchema.safeParse(definition?.request ?? {});
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    return { reason: `test_transaction.request of the connector can not be read (${fields}).` };
  }
  const reason = reasonAgainst(facts, parsed.data);
  return reason === undefined ? { request: toRequest(facts, parsed.data, reference) } : { reason };
}

function reasonAgainst({ connector, apiFormat }: ProbeFacts, own: Override): string | undefined {
  const definition = connector.test_transaction;
  if (definition?.enabled === false) {
    return definition.note?.en ?? 'No test transaction was made: this vendor does not allow one.';
  }
  if (apiFormat === 'direct_charge' && own.token === undefined) {
    return "No test transaction was made: charging needs a token from the guest's browser. The credentials were checked, charging was not.";
  }
  if (connector.numbers && own.number === undefined) {
    return 'No test transaction was made: the numbers of this provider are for guests. The credentials were checked.';
  }
  return undefined;
}

function toRequest(facts: ProbeFacts, own: Override, reference: string): CreatePaymentRequest {
  const currency = own.currency ?? currencyOf(facts);
  const method = own.method ?? methodOf(facts);
  const amount = own.amount ?? smallestAmount(facts, currency, method);
  const lifetimeS = own.expires_in_seconds ?? LIFETIME_S;
  return {
    reference,
    orderId: reference,
    amount,
    currency,
    description: own.description ?? 'Connection test',
    method,
    token: own.token,
    ...(own.number !== undefined && { number: own.number }),
    customer: {
      first_name: 'Connection',
      last_name: 'Test',
      email: 'connection-test@example.com',
      phone: '+6281234567890',
    },
    items: [{ id: 'TEST', name: 'Connection test', price: amount, quantity: 1 }],
    returnUrl: own.return_url ?? 'https://example.com/connection-test',
    expiresInSeconds: lifetimeS,
    expiresAt: new Date(facts.now.getTime() + lifetimeS * 1_000),
    idempotencyKey: newId(),
  };
}

function currencyOf({ connector, currency }: ProbeFacts): string {
  return currency ?? connector.currencies?.[0] ?? DEFAULT_CURRENCY;
}

/** The vendor's own default, else any where one has to be named; on a hosted page the guest would choose. */
function methodOf({ connector, apiFormat }: ProbeFacts): string | undefined {
  const needsOne = connector.method_required || !HOSTED.has(apiFormat);
  return connector.default_method ?? (needsOne ? Object.keys(connector.methods)[0] : undefined);
}

const HOSTED: ReadonlySet<string> = new Set(['redirect_flow', 'embed_flow']);

function smallestAmount(
  { connector }: ProbeFacts,
  currency: string,
  method: string | undefined,
): number {
  const own = method === undefined ? undefined : connector.methods[method]?.min;
  return Math.max(usual(currency), connector.limits.amount?.min ?? 0, own ?? 0);
}

function usual(currency: string): number {
  if (currency === 'IDR') return SMALLEST_IDR;
  const exponent = exponentOf(currency);
  return exponent === 0 ? SMALLEST_WITHOUT_MINOR : 10 ** exponent;
}
