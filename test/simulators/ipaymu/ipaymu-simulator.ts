/** iPaymu as its documentation describes it: API v2, payment page, callbacks. */
import { z } from 'zod';
import { hostedPage } from '#test/simulators/kit/hosted-page.js';
import { headerOf, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import { startSimulator } from '#test/simulators/kit/simulator.js';
import type {
  ControlAction,
  Kit,
  Simulator,
  SimulatorOptions,
  VendorModel,
} from '#test/simulators/kit/simulator.types.js';
import { IpaymuAccount, type IpaymuConfig } from '#test/simulators/ipaymu/ipaymu-account.js';
import { ipaymuRoutes } from '#test/simulators/ipaymu/ipaymu-api.js';
import { errorReply } from '#test/simulators/ipaymu/ipaymu-errors.js';
import { IpaymuLedger } from '#test/simulators/ipaymu/ipaymu-ledger.js';
import { requestSignature } from '#test/simulators/ipaymu/ipaymu-signature.js';
import { transactionBody, type Transaction } from '#test/simulators/ipaymu/ipaymu-transaction.js';

export interface IpaymuOptions extends SimulatorOptions {
  readonly config?: Partial<IpaymuConfig>;
  /** Unused: this vendor is told its callback address with each payment. */
  readonly webhookUrl?: string;
  /** Waits between callback attempts; the vendor's are not published. */
  readonly retryDelaysMs?: readonly number[];
}

const RETRIES = 5;
const CALLBACK_TIMEOUT_MS = 15_000;

/** Actions: choose, pay, settle, fail, expire, refund, config. */
export function startIpaymuSimulator(options: IpaymuOptions = {}): Promise<Simulator> {
  const account = new IpaymuAccount(options.config ?? {});
  const rules = {
    accepts: ({ status }: { status: number | null }) => status === 200,
    retries: () => RETRIES,
    retryDelaysMs: options.retryDelaysMs ?? [100, 300, 1000, 2000, 4000],
    timeoutMs: CALLBACK_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => ipaymuModel(kit, account));
}

function ipaymuModel(kit: Kit, account: IpaymuAccount): VendorModel {
  const ledger = new IpaymuLedger(kit, account);
  return {
    name: 'ipaymu',
    routes: [...ipaymuRoutes(ledger), page(ledger)],
    baseUrls: (origin) => ({ default: origin }),
    credentials: () => ({ va: account.config.va, api_key: account.config.api_key }),
    around: async (call, next) => refusalOf(call, account) ?? (await next()),
    unknown: (_call, pathIsKnown) => errorReply(pathIsKnown ? 405 : 404, 'not found'),
    failure: (status) => errorReply(status, 'simulated failure'),
    actions: actions(ledger),
    state: () => ({
      sessions: [...ledger.sessions.values()],
      transactions: [...ledger.transactions.values()].map(transactionBody),
    }),
    sweep: () => ledger.sweep(),
  };
}

/** The refusal of a call that is not even looked at, or undefined. */
function refusalOf(call: Call, { config }: IpaymuAccount): Reply | undefined {
  if (call.operation === 'page') return undefined;
  if (!isSigned(call, config)) return errorReply(401, 'unauthorized');
  const isJson = headerOf(call, 'content-type')?.startsWith('application/json') === true;
  if (call.raw !== '' && (call.malformed || !isJson)) return errorReply(400, 'invalid request');
  return config.ip_registered ? undefined : errorReply(403, 'Invalid IP');
}

function isSigned(call: Call, config: IpaymuConfig): boolean {
  const timestamp = headerOf(call, 'timestamp');
  if (timestamp !== undefined && !/^\d{14}$/.test(timestamp)) return false;
  const expected = requestSignature({
    method: call.method,
    body: call.json ?? {},
    va: config.va,
    apiKey: config.api_key,
  });
  return headerOf(call, 'va') === config.va && headerOf(call, 'signature') === expected;
}

const targetSchema = z
  .looseObject({
    id: z.string().optional(),
    order_id: z.string().optional(),
    reference: z.string().optional(),
    /** Of the price, without what the guest pays for the fee. */
    amount: z.int().optional(),
    /** What the guest picks on the page: va, qris, … */
    method: z.enum(['va', 'cstore', 'qris', 'cc']).optional(),
  })
  .transform((input) => ({ ...input, id: input.id ?? input.reference ?? input.order_id ?? '' }));
type Target = z.infer<typeof targetSchema>;

function actions(ledger: IpaymuLedger): Record<string, ControlAction> {
  const begun = (target: Target): Transaction => {
    const session = ledger.findSession(target.id);
    const transaction = ledger.find(target.id);
    if (transaction && (transaction.status === 0 || !session || target.method === undefined)) {
      return transaction;
    }
    if (session) return ledger.choose(session, target.method);
    throw new Error(`no payment "${target.id}"`);
  };
  const on = (act: (transaction: Transaction, target: Target) => void): ControlAction => {
    return (input) => {
      const target = targetSchema.parse(input);
      const transaction = begun(target);
      act(transaction, target);
      return transactionBody(transaction);
    };
  };
  return {
    choose: on(() => undefined),
    pay: on((transaction, { amount }) => ledger.pay(transaction, amount)),
    settle: on((transaction) => ledger.settle(transaction)),
    fail: on((transaction) => ledger.fail(transaction)),
    expire: on((transaction) => ledger.expire(transaction)),
    refund: on((transaction) => ledger.refund(transaction)),
    config: (input) => ledger.account.change(input),
  };
}

function page(ledger: IpaymuLedger): Route {
  return {
    method: 'GET',
    path: '/payment/:id',
    operation: 'page',
    handle: (call) => {
      const session = ledger.findSession(call.params['id'] ?? '');
      if (!session) return errorReply(404, 'not found');
      return hostedPage({
        vendor: 'iPaymu',
        title: session.reference ?? session.id,
        amount: session.price,
        buttons: ['qris', 'va'].map((method) => ({
          label: `Pay by ${method.toUpperCase()}`,
          action: 'pay',
          input: { id: session.id, method },
        })),
        returnUrl: session.request.returnUrl,
      });
    },
  };
}
