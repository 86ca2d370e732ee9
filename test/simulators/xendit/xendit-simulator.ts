/** Xendit as its documentation describes it: sessions, payment requests v3, invoices v2, refunds, webhooks. */
import { z } from 'zod';
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import {
  basicAuthOf,
  headerOf,
  type Call,
  type Reply,
  type Route,
} from '#test/simulators/kit/http-exchange.js';
import { startSimulator } from '#test/simulators/kit/simulator.js';
import type {
  ControlAction,
  Kit,
  Simulator,
  SimulatorOptions,
  VendorModel,
} from '#test/simulators/kit/simulator.types.js';
import { InvoicesApi, type Invoice } from '#test/simulators/xendit/invoices-api.js';
import {
  paymentBody,
  PaymentLedger,
  requestBody,
  type PaymentRequest,
} from '#test/simulators/xendit/payment-ledger.js';
import { PaymentRequestsApi } from '#test/simulators/xendit/payment-requests-api.js';
import { PaymentTokens } from '#test/simulators/xendit/payment-tokens.js';
import { RateLimit } from '#test/simulators/xendit/rate-limit.js';
import { RefundsApi } from '#test/simulators/xendit/refunds-api.js';
import { reportRoutes } from '#test/simulators/xendit/reports-api.js';
import { SessionsApi, type Session } from '#test/simulators/xendit/sessions-api.js';
import { XenditAccount, type XenditConfig } from '#test/simulators/xendit/xendit-account.js';
import { errorReply, failureReply } from '#test/simulators/xendit/xendit-errors.js';
import type { XenditParts } from '#test/simulators/xendit/xendit-parts.js';

export interface XenditOptions extends SimulatorOptions {
  readonly secretKey?: string;
  readonly callbackToken?: string;
  /** The dashboard's webhook URL, for every product. */
  readonly webhookUrl?: string;
  readonly config?: Partial<XenditConfig>;
  /** Waits between webhook attempts; the vendor's are hours, these milliseconds. */
  readonly retryDelaysMs?: readonly number[];
}

const API_VERSION = '2024-11-11';
const RETRIES = 6;
const WEBHOOK_TIMEOUT_MS = 30_000;
const PUBLIC_OPERATIONS = new Set(['session_page', 'invoice_page', 'pay_page']);

/** Actions: pay, fail, expire, settle_refund, payment_token, config. */
export function startXenditSimulator(options: XenditOptions = {}): Promise<Simulator> {
  const account = new XenditAccount({
    ...(options.secretKey !== undefined && { secret_key: options.secretKey }),
    ...(options.callbackToken !== undefined && { callback_token: options.callbackToken }),
    ...(options.webhookUrl !== undefined && { webhook_url: options.webhookUrl }),
    ...options.config,
  });
  const rules = {
    retries: () => RETRIES,
    retryDelaysMs: options.retryDelaysMs ?? [150, 600, 1800, 3600, 7200, 14_400],
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => xenditModel(kit, account));
}

interface Products {
  readonly parts: XenditParts;
  readonly ledger: PaymentLedger;
  readonly sessions: SessionsApi;
  readonly invoices: InvoicesApi;
  readonly refunds: RefundsApi;
  readonly tokens: PaymentTokens;
}

function xenditModel(kit: Kit, account: XenditAccount): VendorModel {
  const parts: XenditParts = { kit, account };
  const ledger = new PaymentLedger(parts);
  const sessions = new SessionsApi(parts, ledger);
  const invoices = new InvoicesApi(parts);
  const refunds = new RefundsApi(parts, ledger, invoices);
  const tokens = new PaymentTokens();
  const products = { parts, ledger, sessions, invoices, refunds, tokens };
  const limit = new RateLimit(kit.clock);
  return {
    name: 'xendit',
    routes: [
      ...sessions.routes(),
      ...new PaymentRequestsApi(parts, ledger, tokens).routes(),
      ...invoices.routes(),
      ...refunds.routes(),
      ...reportRoutes(parts, ledger, invoices),
      payPage(ledger),
    ],
    baseUrls: (origin) => ({ default: origin }),
    credentials: () => ({
      secret_key: account.config.secret_key,
      callback_token: account.config.callback_token,
    }),
    around: (call, next) => admitted(call, account, limit, next),
    unknown: () => errorReply(404, 'DATA_NOT_FOUND', 'The requested resource was not found'),
    failure: failureReply,
    actions: actions(products),
    state: () => ({
      sessions: [...sessions.sessions.values()].map((session) => sessions.tell(session)),
      payment_requests: [...ledger.requests.values()].map(requestBody),
      payments: [...ledger.payments.values()].map(paymentBody),
      invoices: [...invoices.invoices.values()].map((invoice) => invoices.tell(invoice)),
      refunds: [...refunds.refunds.values()].map((refund) => refunds.tell(refund)),
    }),
    sweep: () => {
      ledger.sweep();
      sessions.sweep();
      invoices.sweep();
    },
  };
}

async function admitted(
  call: Call,
  account: XenditAccount,
  limit: RateLimit,
  next: () => Promise<Reply>,
): Promise<Reply> {
  if (PUBLIC_OPERATIONS.has(call.operation)) return next();
  const refused = refusalOf(call, account);
  if (refused) return refused;
  const { rate_limit: perMinute } = account.config;
  if (perMinute === null) return next();
  const verdict = limit.take(call.operation, perMinute);
  const reply = verdict.allowed
    ? await next()
    : errorReply(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests');
  return { ...reply, headers: { ...reply.headers, ...verdict.headers } };
}

function refusalOf(call: Call, account: XenditAccount): Reply | undefined {
  const { config } = account;
  const auth = basicAuthOf(call);
  if (auth?.user === config.public_key) return forbidden();
  if (auth?.user !== config.secret_key || auth.password !== '') {
    return errorReply(401, 'INVALID_API_KEY', 'API key is not authorized for this API service');
  }
  return isPermitted(call, config) ? headerProblem(call) : forbidden();
}

function headerProblem(call: Call): Reply | undefined {
  const isJson = headerOf(call, 'content-type')?.startsWith('application/json') === true;
  if (call.raw !== '' && !isJson) {
    return errorReply(400, 'API_VALIDATION_ERROR', 'The content type must be application/json');
  }
  if (call.path.startsWith('/v3/') && headerOf(call, 'api-version') !== API_VERSION) {
    return errorReply(400, 'API_VALIDATION_ERROR', `The header api-version must be ${API_VERSION}`);
  }
  return undefined;
}

function isPermitted(call: Call, config: XenditConfig): boolean {
  if (call.operation === 'get_balance') return true;
  return call.method === 'GET' ? config.money_in !== 'none' : config.money_in === 'write';
}

function forbidden(): Reply {
  return errorReply(
    403,
    'REQUEST_FORBIDDEN_ERROR',
    'The API key is forbidden to perform this request',
  );
}

function payPage(ledger: PaymentLedger): Route {
  return {
    method: 'GET',
    path: '/pages/pay/:id',
    operation: 'pay_page',
    handle: (call) => {
      const request = ledger.requests.get(call.params['id'] ?? '');
      if (!request) return errorReply(404, 'DATA_NOT_FOUND', 'No such payment');
      const properties = request.body.channel_properties;
      return hostedPage({
        vendor: 'Xendit',
        title: `${request.body.channel_code}: ${request.body.reference_id}`,
        amount: request.body.request_amount,
        buttons: [
          { label: 'Pay', action: 'pay', input: { id: request.id } },
          { label: 'Fail', action: 'fail', input: { id: request.id } },
        ],
        returnUrl: 'success_return_url' in properties ? properties.success_return_url : undefined,
      });
    },
  };
}

const targetSchema = z
  .looseObject({
    id: z.string().optional(),
    order_id: z.string().optional(),
    reference: z.string().optional(),
    amount: z.int().optional(),
    /** Channel that the guest chooses on a page. */
    method: z.string().optional(),
    failure_code: z.string().optional(),
    status: z.enum(['SUCCEEDED', 'FAILED']).optional(),
    verdict: z.enum(['accept', 'decline']).optional(),
  })
  .transform((input) => ({ ...input, id: input.id ?? input.reference ?? input.order_id ?? '' }));
type Target = z.infer<typeof targetSchema>;

type Verb = 'pay' | 'fail' | 'expire';
type Act = (target: Target) => unknown;

function actions(products: Products): Record<string, ControlAction> {
  const { parts, refunds, tokens } = products;
  const on = (verb: Verb): ControlAction => {
    return (input) => {
      const target = targetSchema.parse(input);
      return found(products, target.id)[verb](target);
    };
  };
  return {
    pay: on('pay'),
    fail: on('fail'),
    expire: on('expire'),
    settle_refund: (input) => {
      const { id, status } = targetSchema.parse(input);
      return refunds.settle(id, status ?? 'SUCCEEDED');
    },
    payment_token: (input) => ({
      payment_token_id: tokens.issue(targetSchema.parse(input).verdict),
    }),
    config: (input) => parts.account.change(input),
  };
}

/** What can be done to the object of that id or reference: a session, else an invoice, else a request. */
function found({ sessions, invoices, ledger }: Products, id: string): Record<Verb, Act> {
  const session = sessions.find(id);
  if (session) return sessionActs(sessions, session);
  const invoice = invoices.find(id);
  if (invoice) return invoiceActs(invoices, invoice);
  const request = ledger.requests.get(id) ?? ledger.findByReference(id).at(-1);
  if (request) return requestActs(ledger, request);
  throw new Error(`no payment "${id}"`);
}

function sessionActs(sessions: SessionsApi, session: Session): Record<Verb, Act> {
  const after = () => sessions.tell(session);
  return {
    pay: ({ method, amount }) => (sessions.pay(session, method, amount), after()),
    fail: ({ method, failure_code: code }) => (sessions.fail(session, method, code), after()),
    expire: () => (sessions.expire(session), after()),
  };
}

function invoiceActs(invoices: InvoicesApi, invoice: Invoice): Record<Verb, Act> {
  const after = () => invoices.tell(invoice);
  return {
    pay: ({ method, amount }) => (invoices.pay(invoice, method, amount), after()),
    // A guest's failed attempt on an invoice changes nothing and is told to nobody.
    fail: after,
    expire: () => (invoices.expire(invoice), after()),
  };
}

function requestActs(ledger: PaymentLedger, request: PaymentRequest): Record<Verb, Act> {
  const after = () => requestBody(request);
  return {
    pay: ({ amount }) => (ledger.pay(request, amount), after()),
    fail: ({ failure_code: code }) => (ledger.fail(request, code), after()),
    expire: () => (ledger.expire(request), after()),
  };
}
