/** DOKU as its documentation describes it: hosted page, virtual accounts, QR codes, refunds, notifications. */
import { z } from 'zod';
import type { Call, Reply } from '#test/simulators/kit/http-exchange.js';
import { startSimulator } from '#test/simulators/kit/simulator.js';
import type {
  ControlAction,
  Kit,
  Simulator,
  SimulatorOptions,
  VendorModel,
} from '#test/simulators/kit/simulator.types.js';
import { CheckoutApi } from '#test/simulators/doku/checkout-api.js';
import { DirectInquiry } from '#test/simulators/doku/direct-inquiry.js';
import { DokuAccount, type DokuConfig } from '#test/simulators/doku/doku-account.js';
import { errorReply, failureReply, isSnap } from '#test/simulators/doku/doku-errors.js';
import { Notifier } from '#test/simulators/doku/notifier.js';
import type { Order } from '#test/simulators/doku/order.js';
import { OrderBook } from '#test/simulators/doku/order-book.js';
import { orderBody } from '#test/simulators/doku/order-words.js';
import { QrisApi } from '#test/simulators/doku/qris-api.js';
import { SignedDoor } from '#test/simulators/doku/signed-door.js';
import { SnapDoor } from '#test/simulators/doku/snap-door.js';
import { VaApi } from '#test/simulators/doku/va-api.js';

export interface DokuOptions extends SimulatorOptions {
  /** The back office's notification URL, for every channel. */
  readonly webhookUrl?: string;
  readonly config?: Partial<DokuConfig>;
  /** Waits between notifications; the vendor's are hours, these milliseconds. */
  readonly retryDelaysMs?: readonly number[];
}

/** The vendor repeats after 30 minutes, 6 hours and 12 hours. */
const RETRIES = 3;
const WEBHOOK_TIMEOUT_MS = 30_000;

/** Actions: pay, fail, expire, choose, inquire, forget_tokens, config. */
export function startDokuSimulator(options: DokuOptions = {}): Promise<Simulator> {
  const account = new DokuAccount({
    ...(options.webhookUrl !== undefined && { webhook_url: options.webhookUrl }),
    ...options.config,
  });
  const rules = {
    retries: () => RETRIES,
    retryDelaysMs: options.retryDelaysMs ?? [1800, 21_600, 43_200],
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => dokuModel(kit, account));
}

function dokuModel(kit: Kit, account: DokuAccount): VendorModel {
  const parts = { kit, account };
  const book = new OrderBook(parts, new Notifier(parts));
  const signedDoor = new SignedDoor(parts);
  const snapDoor = new SnapDoor(parts);
  return {
    name: 'doku',
    routes: [
      ...new CheckoutApi(parts, book).routes(),
      ...new VaApi(parts, book).routes(),
      ...new QrisApi(parts, book).routes(),
      snapDoor.tokenRoute(),
    ],
    baseUrls: (origin) => ({ default: origin }),
    credentials: () => account.credentials(),
    around: (call, next) => admit(call, { signedDoor, snapDoor }, next),
    unknown: (call) => errorReply(call, 404, 'not_found', 'NOT FOUND'),
    failure: failureReply,
    actions: {
      ...orderActions(book),
      inquire: inquiry(new DirectInquiry(parts, book)),
      forget_tokens: () => snapDoor.forgetTokens(),
      config: (input) => account.change(input),
    },
    state: () => ({ orders: [...book.orders.values()].map(tell) }),
    sweep: () => book.sweep(),
  };
}

function admit(
  call: Call,
  doors: { readonly signedDoor: SignedDoor; readonly snapDoor: SnapDoor },
  next: () => Promise<Reply>,
): Promise<Reply> {
  if (call.operation === 'checkout_page' || call.operation === 'unknown') return next();
  return isSnap(call) ? doors.snapDoor.pass(call, next) : doors.signedDoor.pass(call, next);
}

const targetSchema = z
  .looseObject({
    id: z.string().optional(),
    reference: z.string().optional(),
    order_id: z.string().optional(),
    /** Channel that the guest picks on the page. */
    method: z.string().optional(),
    amount: z.int().optional(),
  })
  .transform((input) => ({ ...input, id: input.id ?? input.reference ?? input.order_id ?? '' }));
type Target = z.infer<typeof targetSchema>;

function orderActions(book: OrderBook): Record<string, ControlAction> {
  const on = (act: (order: Order, target: Target) => void): ControlAction => {
    return (input) => {
      const target = targetSchema.parse(input);
      const order = book.find(target.id);
      if (!order) throw new Error(`no payment "${target.id}"`);
      act(order, target);
      return tell(order);
    };
  };
  return {
    pay: on((order, { method, amount }) => book.pay(order, method, amount)),
    fail: on((order, { method }) => book.fail(order, method)),
    expire: on((order) => book.expire(order)),
    choose: on((order, { method }) => book.choose(order, method ?? 'VIRTUAL_ACCOUNT_BCA')),
  };
}

function inquiry(direct: DirectInquiry): ControlAction {
  return (input) => {
    const { id, method } = targetSchema.parse(input);
    return direct.ask(id, method ?? 'VIRTUAL_ACCOUNT_BCA');
  };
}

function tell(order: Order): Record<string, unknown> {
  return { product: order.product, refunded: order.refunded, ...orderBody(order) };
}
