/**
 * Stripe as its documentation and its official client describe it: forms with brackets, idempotency keys, hosted
 * pages, payment intents, refunds, subscriptions, signed events. One API version.
 */
import { z } from 'zod';
import {
  basicAuthOf,
  headerOf,
  type Call,
  type Reply,
} from '#test/simulators/kit/http-exchange.js';
import { startSimulator } from '#test/simulators/kit/simulator.js';
import type {
  ControlAction,
  Kit,
  Simulator,
  SimulatorOptions,
  VendorModel,
} from '#test/simulators/kit/simulator.types.js';
import { BillingApi } from '#test/simulators/stripe/billing-api.js';
import { Billing } from '#test/simulators/stripe/billing.js';
import { IdempotencyKeys } from '#test/simulators/stripe/idempotency-keys.js';
import { IntentsApi } from '#test/simulators/stripe/intents-api.js';
import { PaymentIntents } from '#test/simulators/stripe/payment-intents.js';
import { RefundsApi } from '#test/simulators/stripe/refunds-api.js';
import { SessionsApi } from '#test/simulators/stripe/sessions-api.js';
import {
  API_VERSION,
  StripeAccount,
  type StripeConfig,
} from '#test/simulators/stripe/stripe-account.js';
import { errorReply, failureReply } from '#test/simulators/stripe/stripe-errors.js';
import { stripeId, type StripeParts } from '#test/simulators/stripe/stripe-parts.js';

export interface StripeOptions extends SimulatorOptions {
  readonly webhookUrl?: string;
  readonly config?: Partial<StripeConfig>;
  /** Waits between webhook attempts; the vendor's are hours, these milliseconds. */
  readonly retryDelaysMs?: readonly number[];
}

const RETRIES = 3;
const WEBHOOK_TIMEOUT_MS = 20_000;
const PUBLIC_OPERATIONS = new Set(['session_page', 'bank_page']);

/** Actions: pay, fail, expire, settle, dispute, settle_refund, renew, retry, config. */
export function startStripeSimulator(options: StripeOptions = {}): Promise<Simulator> {
  const account = new StripeAccount({
    ...(options.webhookUrl !== undefined && { webhook_url: options.webhookUrl }),
    ...options.config,
  });
  const rules = {
    retries: () => RETRIES,
    retryDelaysMs: options.retryDelaysMs ?? [150, 600, 1800],
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => stripeModel(kit, account));
}

interface Products {
  readonly account: StripeAccount;
  readonly book: PaymentIntents;
  readonly sessions: SessionsApi;
  readonly refunds: RefundsApi;
  readonly billing: Billing;
}

function stripeModel(kit: Kit, account: StripeAccount): VendorModel {
  const parts: StripeParts = { kit, account };
  const book = new PaymentIntents(parts);
  const billing = new Billing(parts, book);
  const sessions = new SessionsApi(parts, book, billing);
  const refunds = new RefundsApi(parts, book);
  const keys = new IdempotencyKeys(kit.clock);
  return {
    name: 'stripe',
    routes: [
      ...sessions.routes(),
      ...new IntentsApi(parts, book).routes(),
      ...refunds.routes(),
      ...new BillingApi(billing).routes(),
      {
        method: 'GET',
        path: '/v1/balance',
        operation: 'get_balance',
        handle: () => balance(account),
      },
    ],
    baseUrls: (origin) => ({ default: origin }),
    credentials: () => ({
      secret_key: account.config.secret_key,
      publishable_key: account.config.publishable_key,
      webhook_secret: account.config.webhook_secrets[0] ?? '',
    }),
    around: (call, next) => withRequestId(() => admitted(call, { account, keys }, next)),
    unknown: (call) =>
      errorReply(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${call.method}: ${call.path}).`,
      }),
    failure: failureReply,
    actions: actions({ account, book, sessions, refunds, billing }),
    state: () => ({
      sessions: [...sessions.sessions.values()].map((one) => sessions.tell(one)),
      payment_intents: [...book.intents.values()].map((one) => book.tell(one)),
      refunds: [...refunds.refunds.values()].map((one) => refunds.tell(one)),
      subscriptions: [...billing.subscriptions.values()].map((one) => billing.tell(one)),
    }),
    sweep: () => sessions.sweep(),
  };
}

async function withRequestId(next: () => Promise<Reply>): Promise<Reply> {
  const reply = await next();
  return { ...reply, headers: { 'request-id': stripeId('req'), ...reply.headers } };
}

async function admitted(
  call: Call,
  { account, keys }: { readonly account: StripeAccount; readonly keys: IdempotencyKeys },
  next: () => Promise<Reply>,
): Promise<Reply> {
  if (PUBLIC_OPERATIONS.has(call.operation)) return next();
  return refusalOf(call, account) ?? keys.around(call, next);
}

function refusalOf(call: Call, { config }: StripeAccount): Reply | undefined {
  const key = keyOf(call);
  if (key === config.publishable_key) {
    return refused(403, 'This API call cannot be made with a publishable API key.');
  }
  if (key === config.restricted_key && config.forbidden_operations.includes(call.operation)) {
    return refused(403, 'The provided key does not have the required permissions.');
  }
  if (key !== config.secret_key && key !== config.restricted_key) {
    return refused(401, `Invalid API Key provided: ${key.slice(0, 8)}***`);
  }
  return formProblem(call);
}

/** As a bearer token, or as the user of HTTP Basic. */
function keyOf(call: Call): string {
  const bearer = /^Bearer (.+)$/.exec(headerOf(call, 'authorization') ?? '')?.[1];
  return bearer ?? basicAuthOf(call)?.user ?? '';
}

function formProblem(call: Call): Reply | undefined {
  const version = headerOf(call, 'stripe-version') ?? API_VERSION;
  if (version !== API_VERSION) return refused(400, `Invalid API version: ${version}`);
  const type = headerOf(call, 'content-type') ?? '';
  if (call.raw !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    return refused(400, `Invalid request content type: ${type}`);
  }
  return undefined;
}

function refused(status: number, message: string): Reply {
  return errorReply(status, { type: 'invalid_request_error', message });
}

function balance({ livemode }: StripeAccount): Reply {
  const amounts = [{ amount: 1_234_500_00, currency: 'idr', source_types: { card: 1_234_500_00 } }];
  return { status: 200, body: { object: 'balance', available: amounts, livemode, pending: [] } };
}

const targetSchema = z
  .looseObject({
    id: z.string().optional(),
    reference: z.string().optional(),
    /** A test card, in the vendor's word. */
    card: z.string().optional(),
    /** A method whose money comes later. */
    delayed: z.boolean().optional(),
    status: z.enum(['succeeded', 'failed']).default('succeeded'),
  })
  .transform((input) => ({ ...input, id: input.id ?? input.reference ?? '' }));
type Target = z.output<typeof targetSchema>;

function actions(products: Products): Record<string, ControlAction> {
  const { account, book, sessions, refunds, billing } = products;
  const on =
    (act: (target: Target) => unknown): ControlAction =>
    (input) =>
      act(targetSchema.parse(input));
  const intentOf = (id: string) =>
    sessions.find(id)?.intent ??
    book.intents.get(id) ??
    book.findByReference(id) ??
    never(`no payment "${id}"`);
  const subscriptionOf = (id: string) => billing.find(id) ?? never(`no subscription "${id}"`);
  const sessionOf = (id: string) => sessions.find(id) ?? never(`no session "${id}"`);
  return {
    pay: on(({ id, card, delayed }) => {
      const session = sessions.find(id);
      if (!session) {
        const intent = intentOf(id);
        book.succeed(intent, card);
        return book.tell(intent);
      }
      sessions.pay(session, { ...(card !== undefined && { card }), delayed: delayed ?? false });
      return sessions.tell(session);
    }),
    fail: on(({ id }) => {
      const session = sessions.find(id);
      if (session) sessions.fail(session);
      else book.decline(intentOf(id));
    }),
    expire: on(({ id }) => sessions.expire(sessionOf(id))),
    settle: on(({ id, status }) => sessions.settle(sessionOf(id), status)),
    dispute: on(({ id }) => {
      const charge = intentOf(id).charge ?? never('nothing was charged');
      charge.disputed = true;
      book.announceDispute(charge);
    }),
    settle_refund: on(({ id, status }) => refunds.settle(id, status)),
    renew: on(({ id, card }) => billing.renew(subscriptionOf(id), card)),
    retry: on(({ id, card }) => billing.retry(subscriptionOf(id), card)),
    config: (input) => account.change(input),
  };
}

function never(message: string): never {
  throw new Error(message);
}
