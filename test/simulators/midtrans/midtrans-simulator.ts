/** Midtrans as its documentation describes it: Core API, Snap, HTTP notifications. */
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
import { CardTokens } from '#test/simulators/midtrans/card-tokens.js';
import { coreRoutes } from '#test/simulators/midtrans/core-api.js';
import { IdempotencyKeys } from '#test/simulators/midtrans/idempotency-keys.js';
import {
  MidtransAccount,
  type MidtransConfig,
} from '#test/simulators/midtrans/midtrans-account.js';
import { coreErrorReply, snapErrorReply } from '#test/simulators/midtrans/midtrans-errors.js';
import { contentProblem, type MidtransParts } from '#test/simulators/midtrans/midtrans-parts.js';
import { answerCode, type Transaction } from '#test/simulators/midtrans/midtrans-transaction.js';
import { confirmRefund } from '#test/simulators/midtrans/refunds.js';
import { SnapApi } from '#test/simulators/midtrans/snap-api.js';
import { SNAP_SCRIPT } from '#test/simulators/midtrans/snap-script.js';
import { TransactionLedger } from '#test/simulators/midtrans/transaction-ledger.js';

export interface MidtransOptions extends SimulatorOptions {
  readonly serverKey?: string;
  readonly clientKey?: string;
  /** The dashboard's notification URL. */
  readonly webhookUrl?: string;
  readonly config?: Partial<MidtransConfig>;
  /** Waits between webhook attempts; the vendor's are minutes, these milliseconds. */
  readonly retryDelaysMs?: readonly number[];
}

const PUBLIC_OPERATIONS = new Set([
  'card_token',
  'snap_page',
  'snap_script',
  '3ds_page',
  'wallet_page',
  'qr_image',
]);
const WEBHOOK_TIMEOUT_MS = 15_000;

/** Actions: pay, fail, expire, settle, choose, chargeback, confirm_refund, card_token, config. */
export function startMidtransSimulator(options: MidtransOptions = {}): Promise<Simulator> {
  const account = new MidtransAccount({
    ...(options.serverKey !== undefined && { server_key: options.serverKey }),
    ...(options.clientKey !== undefined && { client_key: options.clientKey }),
    ...(options.webhookUrl !== undefined && { webhook_url: options.webhookUrl }),
    ...options.config,
  });
  const rules = {
    retries: webhookRetries,
    retryDelaysMs: options.retryDelaysMs ?? [100, 300, 1000, 2000, 4000],
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => midtransModel(kit, account));
}

/** How many more times the vendor tries after an answer. */
export function webhookRetries(status: number | null): number {
  if (status === null) return 5;
  if (status >= 301 && status <= 303) return 0;
  return { 500: 1, 503: 4, 400: 2, 404: 2 }[status] ?? 5;
}

function midtransModel(kit: Kit, account: MidtransAccount): VendorModel {
  const ledger = new TransactionLedger(kit, account);
  const parts: MidtransParts = { kit, account, ledger, tokens: new CardTokens(kit.clock, account) };
  const snap = new SnapApi(parts);
  const keys = new IdempotencyKeys(kit.clock);
  return {
    name: 'midtrans',
    routes: [...snap.routes(), ...pages(parts), ...coreRoutes(parts)],
    baseUrls: (origin) => ({ default: `${origin}/snap/v1`, core: origin }),
    credentials: () => ({
      server_key: account.config.server_key,
      client_key: account.config.client_key,
    }),
    around: async (call, next) =>
      admit(call, account) ?? (await keys.once(idempotencyKeyOf(call), next)),
    unknown: (_call, pathIsKnown) => coreErrorReply(pathIsKnown ? 405 : 404, { asHttp: true }),
    failure: (status, call) =>
      isSnap(call)
        ? snapErrorReply(status, ['Simulated failure'])
        : coreErrorReply(status, { asHttp: true }),
    actions: actions(parts, snap),
    state: () => ({
      transactions: ledger.list().map((transaction) => told(transaction, parts)),
      snap_sessions: snap.list(),
    }),
    sweep: () => ledger.sweep(),
  };
}

/** The refusal of a call that is not even looked at, or undefined. */
function admit(call: Call, account: MidtransAccount): Reply | undefined {
  if (PUBLIC_OPERATIONS.has(call.operation)) return undefined;
  const auth = basicAuthOf(call);
  const isOurs = auth?.user === account.config.server_key && auth.password === '';
  if (isSnap(call)) {
    if (!isOurs) return snapErrorReply(401, ['Access denied, please check client or server key']);
    return contentProblem(call) === undefined
      ? undefined
      : snapErrorReply(400, ['request body is invalid']);
  }
  if (!isOurs) return coreErrorReply(401);
  const problem = contentProblem(call);
  return problem === undefined ? undefined : coreErrorReply(problem);
}

function isSnap(call: Call): boolean {
  return call.path.startsWith('/snap/');
}

/** The header counts on Core's POSTs, and not for Permata. */
function idempotencyKeyOf(call: Call): string | undefined {
  if (call.method !== 'POST' || isSnap(call)) return undefined;
  const body = call.json as
    { payment_type?: string; bank_transfer?: { bank?: string } } | null | undefined;
  const isPermata = body?.payment_type === 'permata' || body?.bank_transfer?.bank === 'permata';
  return isPermata ? undefined : headerOf(call, 'idempotency-key');
}

const targetSchema = z
  .looseObject({
    id: z.string().optional(),
    order_id: z.string().optional(),
    reference: z.string().optional(),
    amount: z.int().optional(),
    method: z.string().optional(),
    refund_key: z.string().optional(),
    card_number: z.string().optional(),
  })
  .transform((input) => ({ ...input, id: input.id ?? input.order_id ?? input.reference ?? '' }));
type Target = z.infer<typeof targetSchema>;

function actions(parts: MidtransParts, snap: SnapApi): Record<string, ControlAction> {
  const { ledger } = parts;
  const started = (target: Target): Transaction => {
    const session = snap.find(target.id);
    const orderId = session?.request.transaction_details.order_id ?? target.id;
    const transaction = ledger.find(orderId) ?? ledger.findByOrder(orderId);
    if (transaction && transaction.status !== 'deny') return transaction;
    if (session) return snap.choose(session, target.method);
    if (transaction) return transaction;
    throw new Error(`no payment "${target.id}"`);
  };
  const on = (act: (transaction: Transaction, target: Target) => void): ControlAction => {
    return (input) => {
      const target = targetSchema.parse(input);
      const transaction = started(target);
      act(transaction, target);
      return told(transaction, parts);
    };
  };
  return {
    pay: on((transaction, target) => ledger.pay(transaction, target.amount)),
    fail: on((transaction) => {
      mustBe(transaction, 'pending');
      transaction.fraudStatus = 'deny';
      ledger.move(transaction, 'deny');
    }),
    expire: on((transaction) => {
      mustBe(transaction, 'pending');
      ledger.move(transaction, 'expire');
    }),
    settle: on((transaction) => {
      mustBe(transaction, 'capture');
      ledger.move(transaction, 'settlement');
    }),
    chargeback: on((transaction) => ledger.move(transaction, 'chargeback')),
    /** The guest only picks a method; the payment stays pending. */
    choose: on(() => undefined),
    confirm_refund: on((transaction, target) =>
      confirmRefund(transaction, target.refund_key ?? '', parts),
    ),
    card_token: (input) => ({
      token_id: parts.tokens.issue(targetSchema.parse(input).card_number ?? '4811111111111114'),
    }),
    config: (input) => parts.account.change(input),
  };
}

function mustBe(transaction: Transaction, status: Transaction['status']): void {
  if (transaction.status !== status) throw new Error(`is ${transaction.status}, not ${status}`);
}

function told(transaction: Transaction, { ledger }: MidtransParts): Record<string, unknown> {
  return ledger.tell(transaction, answerCode(transaction.status), 'simulator state');
}

function pages(parts: MidtransParts): Route[] {
  const page = (title: string) => (call: Call) => {
    const transaction = parts.ledger.find(call.params['id'] ?? '');
    if (!transaction) return coreErrorReply(404, { asHttp: true });
    const { id, orderId, amount } = transaction;
    return hostedPage({
      vendor: 'Midtrans',
      title: `${title}: ${orderId}`,
      amount,
      buttons: [
        { label: 'Pay', action: 'pay', input: { id } },
        { label: 'Fail', action: 'fail', input: { id } },
      ],
    });
  };
  return [
    {
      method: 'GET',
      path: '/v2/3ds/redirect/:id',
      operation: '3ds_page',
      handle: page('3-D Secure'),
    },
    {
      method: 'GET',
      path: '/pages/wallet/:id',
      operation: 'wallet_page',
      handle: page('E-wallet'),
    },
    {
      method: 'GET',
      path: '/snap/snap.js',
      operation: 'snap_script',
      handle: () => ({ status: 200, text: SNAP_SCRIPT, contentType: 'text/javascript' }),
    },
  ];
}
