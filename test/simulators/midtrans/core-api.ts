/** Core API: charge, status and everything that changes a payment. */
import QRCode from 'qrcode';
import { Refusal, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import { coreErrorReply } from '#test/simulators/midtrans/midtrans-errors.js';
import {
  attachedOf,
  found,
  readCore,
  refuseIf,
  tell,
  type MidtransParts,
} from '#test/simulators/midtrans/midtrans-parts.js';
import {
  captureRequestSchema,
  chargeRequestSchema,
  type ChargeRequest,
} from '#test/simulators/midtrans/midtrans-requests.js';
import {
  answerCode,
  type Transaction,
  type TransactionStatus,
} from '#test/simulators/midtrans/midtrans-transaction.js';
import {
  card,
  qris,
  setupOf,
  type MethodSetup,
} from '#test/simulators/midtrans/payment-methods.js';
import { refundTransaction } from '#test/simulators/midtrans/refunds.js';
import { webhookUrlsOf } from '#test/simulators/midtrans/webhook-urls.js';
import { parseZonedTime } from '#test/simulators/midtrans/wib-time.js';

const UNIT_MS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const CREATED: Readonly<Record<string, string>> = {
  qris: 'QRIS transaction is created',
  bank_transfer: 'Success, Bank Transfer transaction is created',
  echannel: 'OK, Mandiri Bill transaction is successful',
  gopay: 'GoPay transaction is created',
  shopeepay: 'ShopeePay transaction is created',
  ovo: 'OVO transaction is created',
  credit_card: 'Success, Credit Card transaction is successful',
};
/** A number that has no account at the wallet. */
const UNKNOWN_OVO_PHONE = '080000000000';

export function coreRoutes(parts: MidtransParts): Route[] {
  const { tokens } = parts;
  const on = (
    operation: string,
    handle: (call: Call, parts: MidtransParts) => Reply | Promise<Reply>,
  ) => ({
    operation,
    handle: (call: Call) => handle(call, parts),
  });
  return [
    { method: 'POST', path: '/v2/charge', ...on('charge', charge) },
    { method: 'POST', path: '/v2/capture', ...on('capture', capture) },
    {
      method: 'GET',
      path: '/v2/token',
      operation: 'card_token',
      handle: (call) => tokens.handle(call),
    },
    { method: 'GET', path: '/v2/:id/status', ...on('status', status) },
    { method: 'POST', path: '/v2/:id/cancel', ...on('cancel', cancel) },
    { method: 'POST', path: '/v2/:id/expire', ...on('expire', expire) },
    { method: 'POST', path: '/v2/:id/approve', ...on('approve', approve) },
    { method: 'POST', path: '/v2/:id/deny', ...on('deny', deny) },
    { method: 'POST', path: '/v2/:id/refund', ...on('refund', refundTransaction) },
    {
      method: 'POST',
      path: '/v2/:id/refund/online/direct',
      ...on('direct_refund', refundTransaction),
    },
    { method: 'GET', path: '/v2/qris/:id/qr-code', ...on('qr_image', qrImage) },
    { method: 'GET', path: '/v2/gopay/:id/qr-code', ...on('qr_image', qrImage) },
  ];
}

function charge(call: Call, parts: MidtransParts): Reply {
  const request = readCore(chargeRequestSchema, call);
  const { order_id: orderId, gross_amount: amount } = request.transaction_details;
  refuseIf(parts.account.config.inactive_methods.includes(request.payment_type), 402, parts);
  refuseIf(parts.ledger.hasOrder(orderId), 406, parts);
  const id = parts.ledger.newId();
  const { setup, ...cardTerms } = prepare(
    request,
    { id, orderId, amount, origin: parts.kit.origin() },
    parts,
  );
  const transaction = parts.ledger.create({
    id,
    orderId,
    amount,
    setup,
    attached: attachedOf(request),
    webhookUrls: webhookUrlsOf(call, parts.account),
    lifetimeMs:
      request.payment_type === 'ovo' ? undefined : customLifetime(request, parts.kit.clock.now()),
    ...cardTerms,
  });
  return chargeAnswer(request, transaction, setup, parts);
}

interface CardTerms {
  authorizeOnly?: boolean;
  verdict?: Transaction['verdict'];
}

function prepare(
  request: ChargeRequest,
  place: Parameters<typeof setupOf>[1],
  parts: MidtransParts,
): CardTerms & { setup: MethodSetup } {
  if (request.payment_type !== 'credit_card') {
    if (request.payment_type === 'ovo') {
      refuseIf(request.ovo.payer_phone_number === UNKNOWN_OVO_PHONE, 404, parts);
    }
    refuseBadPhone(request);
    return { setup: setupOf(request, place) };
  }
  const token = parts.tokens.use(request.credit_card.token_id);
  if (!token) {
    throw new Refusal(coreErrorReply(411, { asHttp: parts.account.config.errors_as_http }));
  }
  return {
    setup: card(token.maskedCard),
    authorizeOnly: request.credit_card.type === 'authorize',
    verdict: token.verdict,
  };
}

/** BNI takes only numbers that begin with +62 or 0, 30 characters at most. */
function refuseBadPhone(request: ChargeRequest): void {
  if (request.payment_type !== 'bank_transfer' || request.bank_transfer.bank !== 'bni') return;
  const phone = request.customer_details?.phone;
  if (phone === undefined || /^(\+62|0).{3,28}$/.test(phone)) return;
  throw new Refusal(coreErrorReply(400, { messages: ['customer_details.phone is invalid'] }));
}

function chargeAnswer(
  request: ChargeRequest,
  transaction: Transaction,
  setup: MethodSetup,
  { kit, ledger }: MidtransParts,
): Reply {
  let once = setup.once;
  if (request.payment_type !== 'credit_card') {
    ledger.notify(transaction);
  } else if (request.credit_card.authentication === true) {
    once = { redirect_url: `${kit.origin()}/v2/3ds/redirect/${transaction.id}` };
    ledger.notify(transaction);
  } else {
    ledger.decideCard(transaction);
  }
  const message = CREATED[transaction.paymentType] ?? 'Transaction is created';
  const told = ledger.tell(transaction, answerCode(transaction.status), message);
  // A charge is answered without a signature; only webhooks and status answers carry one.
  delete told['signature_key'];
  return { status: 200, body: { ...told, ...once } };
}

function status(call: Call, parts: MidtransParts): Reply {
  const transaction = found(call, parts);
  const told = tell(transaction, parts, 'Success, transaction is found');
  if (transaction.paymentType === 'dana') {
    told['transaction_status'] = transaction.status.toUpperCase();
    if (transaction.status === 'pending') told['status_code'] = '200';
  }
  return { status: 200, body: told };
}

function cancel(call: Call, parts: MidtransParts): Reply {
  const transaction = found(call, parts);
  const allowed: TransactionStatus[] = ['pending', 'capture', 'authorize'];
  return change(transaction, parts, {
    from: allowed,
    to: 'cancel',
    message: 'Success, transaction is canceled',
  });
}

function expire(call: Call, parts: MidtransParts): Reply {
  const transaction = found(call, parts);
  return change(transaction, parts, {
    from: ['pending'],
    to: 'expire',
    message: 'Success, transaction is expired',
  });
}

function approve(call: Call, parts: MidtransParts): Reply {
  const transaction = found(call, parts);
  refuseIf(transaction.fraudStatus !== 'challenge', 412, parts);
  transaction.fraudStatus = 'accept';
  return change(transaction, parts, {
    from: ['capture'],
    to: 'capture',
    message: 'Success, transaction is approved',
  });
}

function deny(call: Call, parts: MidtransParts): Reply {
  const transaction = found(call, parts);
  refuseIf(transaction.fraudStatus !== 'challenge', 412, parts);
  transaction.fraudStatus = 'deny';
  return change(transaction, parts, {
    from: ['capture'],
    to: 'deny',
    message: 'Success, transaction is denied',
  });
}

function capture(call: Call, parts: MidtransParts): Reply {
  const request = readCore(captureRequestSchema, call);
  const transaction = parts.ledger.find(request.transaction_id);
  if (!transaction) {
    throw new Refusal(coreErrorReply(404, { asHttp: parts.account.config.errors_as_http }));
  }
  refuseIf(transaction.status !== 'authorize', 412, parts);
  const amount = request.gross_amount ?? transaction.amount;
  refuseIf(amount > transaction.amount, 412, parts);
  transaction.amount = amount;
  return change(transaction, parts, {
    from: ['authorize'],
    to: 'capture',
    message: 'Success, Credit Card capture transaction is successful',
  });
}

async function qrImage(call: Call, { ledger }: MidtransParts): Promise<Reply> {
  const transaction = ledger.find(call.params['id'] ?? '');
  if (!transaction) return coreErrorReply(404);
  const { id, orderId, amount } = transaction;
  const code = qris({ origin: '', id, orderId, amount }, 'gopay').once['qr_string'];
  const picture = await QRCode.toString(String(code), { type: 'svg' });
  return { status: 200, text: picture, contentType: 'image/svg+xml' };
}

interface Change {
  readonly from: readonly TransactionStatus[];
  readonly to: TransactionStatus;
  readonly message: string;
}

function change(
  transaction: Transaction,
  parts: MidtransParts,
  { from, to, message }: Change,
): Reply {
  refuseIf(!from.includes(transaction.status), 412, parts);
  parts.ledger.move(transaction, to);
  const code = to === 'deny' ? '200' : answerCode(to);
  return { status: 200, body: parts.ledger.tell(transaction, code, message) };
}

function customLifetime(request: ChargeRequest, now: number): number | undefined {
  const expiry = request.custom_expiry;
  if (!expiry) return undefined;
  const start =
    (expiry.order_time === undefined ? undefined : parseZonedTime(expiry.order_time)) ?? now;
  return start + expiry.expiry_duration * UNIT_MS[expiry.unit] - now;
}
