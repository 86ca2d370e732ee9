/** Refunds: told twice, first when accepted and again when the bank has confirmed. */
import type { Call, Reply } from '#test/simulators/kit/http-exchange.js';
import {
  found,
  readCore,
  refuseIf,
  tell,
  type MidtransParts,
} from '#test/simulators/midtrans/midtrans-parts.js';
import { refundRequestSchema } from '#test/simulators/midtrans/midtrans-requests.js';
import {
  amountText,
  grossOf,
  refundedOf,
  type MidtransRefund,
  type Transaction,
} from '#test/simulators/midtrans/midtrans-transaction.js';

const REFUNDABLE = new Set(['credit_card', 'gopay', 'shopeepay', 'dana', 'ovo', 'qris']);
const WHOLE_ONLY = new Set(['shopeepay', 'ovo']);

export function refundTransaction(call: Call, parts: MidtransParts): Reply {
  const transaction = found(call, parts);
  const request = readCore(refundRequestSchema, call);
  const left = grossOf(transaction) - refundedOf(transaction);
  const amount = request.amount ?? left;
  const key = request.refund_key ?? `reference-${transaction.refunds.length + 1}`;
  const isPart = amount !== grossOf(transaction);
  refuseIf(
    transaction.refunds.some((refund) => refund.key === key),
    406,
    parts,
  );
  refuseIf(!['settlement', 'partial_refund'].includes(transaction.status), 412, parts);
  refuseIf(!REFUNDABLE.has(transaction.paymentType), 412, parts);
  refuseIf(amount > left || amount > parts.account.config.refund_balance, 414, parts);
  refuseIf(isPart && WHOLE_ONLY.has(transaction.paymentType), 414, parts);
  if (parts.account.config.refunds_refused) return bankRefuses(transaction, key, parts);

  const refund: MidtransRefund = {
    key,
    amount,
    reason: request.reason,
    chargebackId: transaction.refunds.length + 1,
    createdAt: parts.kit.clock.now(),
    confirmedAt: undefined,
  };
  transaction.refunds.push(refund);
  parts.account.config.refund_balance -= amount;
  parts.ledger.move(transaction, amount === left ? 'refund' : 'partial_refund');
  const reply = answer(transaction, refund, parts);
  if (parts.account.config.refunds_confirmed) confirmRefund(transaction, key, parts);
  return reply;
}

/** The bank's word on a refund: the second webhook. */
export function confirmRefund(transaction: Transaction, key: string, parts: MidtransParts): void {
  const refund = transaction.refunds.find((candidate) => candidate.key === key);
  if (!refund) throw new Error(`no refund ${key}`);
  refund.confirmedAt = parts.kit.clock.now();
  parts.ledger.notify(transaction);
}

function answer(transaction: Transaction, refund: MidtransRefund, parts: MidtransParts): Reply {
  const told = tell(transaction, parts, 'Success, refund request is approved');
  delete told['refunds'];
  delete told['signature_key'];
  return {
    status: 200,
    body: {
      ...told,
      refund_chargeback_id: refund.chargebackId,
      refund_amount: amountText(refund.amount),
      refund_key: refund.key,
    },
  };
}

/** Accepted by the vendor, refused by the bank: code 202, status unchanged, nothing refunded. */
function bankRefuses(transaction: Transaction, key: string, parts: MidtransParts): Reply {
  const told = parts.ledger.tell(transaction, '202', 'Refund request is denied by the bank');
  return { status: 200, body: { ...told, refund_amount: amountText(0), refund_key: key } };
}
