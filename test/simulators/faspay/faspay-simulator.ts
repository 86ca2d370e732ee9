/** Faspay as its documentation describes it: Xpress v4, Debit, notifications in JSON or XML. */
import { z } from 'zod';
import { FaspayAccount, type FaspayConfig } from '#test/simulators/faspay/faspay-account.js';
import { faspayRoutes } from '#test/simulators/faspay/faspay-api.js';
import { errorReply } from '#test/simulators/faspay/faspay-errors.js';
import type { Bill } from '#test/simulators/faspay/faspay-bill.js';
import { FaspayLedger } from '#test/simulators/faspay/faspay-ledger.js';
import { isExpectedReply } from '#test/simulators/faspay/faspay-notification.js';
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

export interface FaspayOptions extends SimulatorOptions {
  /** The portal's notification URL. */
  readonly webhookUrl?: string;
  readonly config?: Partial<FaspayConfig>;
  /** Waits between attempts at a notification; the vendor's are not published. */
  readonly retryDelaysMs?: readonly number[];
}

const RETRIES = 3;
const NOTIFICATION_TIMEOUT_MS = 15_000;

/** Actions: choose, pay, fail, reverse, expire, config. */
export function startFaspaySimulator(options: FaspayOptions = {}): Promise<Simulator> {
  const account = new FaspayAccount({
    ...(options.webhookUrl !== undefined && { webhook_url: options.webhookUrl }),
    ...options.config,
  });
  const rules = {
    accepts: isExpectedReply,
    retries: () => RETRIES,
    retryDelaysMs: options.retryDelaysMs ?? [100, 300, 1000],
    timeoutMs: NOTIFICATION_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => faspayModel(kit, account));
}

function faspayModel(kit: Kit, account: FaspayAccount): VendorModel {
  const ledger = new FaspayLedger(kit, account);
  return {
    name: 'faspay',
    routes: [...faspayRoutes(ledger), page(ledger)],
    baseUrls: (origin) => ({ default: origin, xpress: origin }),
    credentials: () => {
      const { merchant_id, merchant_name, user_id, password } = account.config;
      return { merchant_id, merchant_name, user_id, password };
    },
    around: async (call, next) => contentProblem(call, account) ?? (await next()),
    unknown: () => ({ status: 404, text: 'Not Found', contentType: 'text/plain' }),
    failure: (status) => ({ ...errorReply('96', account), status }),
    actions: actions(ledger),
    state: () => ({ bills: [...ledger.bills.values()] }),
    sweep: () => ledger.sweep(),
  };
}

function contentProblem(call: Call, account: FaspayAccount): Reply | undefined {
  if (call.operation === 'page') return undefined;
  const isJson = headerOf(call, 'content-type')?.startsWith('application/json') === true;
  return call.malformed || !isJson ? errorReply('30', account) : undefined;
}

const targetSchema = z
  .looseObject({
    id: z.string().optional(),
    order_id: z.string().optional(),
    reference: z.string().optional(),
    amount: z.int().optional(),
    /** Channel code that the guest picks on the page. */
    method: z.string().optional(),
  })
  .transform((input) => ({ ...input, id: input.id ?? input.reference ?? input.order_id ?? '' }));
type Target = z.infer<typeof targetSchema>;

function actions(ledger: FaspayLedger): Record<string, ControlAction> {
  const on = (act: (bill: Bill, target: Target) => void): ControlAction => {
    return (input) => {
      const target = targetSchema.parse(input);
      const bill = ledger.find(target.id);
      if (!bill) throw new Error(`no bill "${target.id}"`);
      act(bill, target);
      return { ...bill };
    };
  };
  const choose = (bill: Bill, method = '402') => ledger.choose(bill, method);
  return {
    choose: on((bill, { method }) => choose(bill, method)),
    pay: on((bill, { amount, method }) => {
      if (method !== undefined) choose(bill, method);
      ledger.pay(bill, amount);
    }),
    fail: on((bill) => ledger.fail(bill)),
    reverse: on((bill) => ledger.reverse(bill)),
    expire: on((bill) => ledger.expire(bill)),
    config: (input) => ledger.account.change(input),
  };
}

function page(ledger: FaspayLedger): Route {
  return {
    method: 'GET',
    path: '/v4/payment/:id',
    operation: 'page',
    handle: (call) => {
      const bill = ledger.find(call.params['id'] ?? '');
      if (!bill) return { status: 404, text: 'Not Found', contentType: 'text/plain' };
      return hostedPage({
        vendor: 'Faspay',
        title: bill.billNo,
        amount: bill.total,
        buttons: [
          { label: 'Pay', action: 'pay', input: { id: bill.billNo } },
          { label: 'Fail', action: 'fail', input: { id: bill.billNo } },
        ],
        returnUrl: bill.returnUrl,
      });
    },
  };
}
