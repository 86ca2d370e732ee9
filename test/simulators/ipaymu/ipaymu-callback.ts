/** Callbacks as the vendor sends them: typed fields signed, then written as JSON or flattened to a form. */
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { IpaymuAccount } from '#test/simulators/ipaymu/ipaymu-account.js';
import { callbackSignature } from '#test/simulators/ipaymu/ipaymu-signature.js';
import { moneyOf, type Transaction } from '#test/simulators/ipaymu/ipaymu-transaction.js';
import { wibText } from '#test/simulators/ipaymu/wib-time.js';

const WORDS: Readonly<Record<number, string>> = { 0: 'pending', 1: 'berhasil', [-2]: 'expired' };
const PAID_UNSETTLED = 6;
let requests = 0;

interface Sender {
  readonly kit: Kit;
  readonly account: IpaymuAccount;
}

export function sendCallback({ kit, account }: Sender, transaction: Transaction): void {
  const fields = callbackFields(transaction);
  const now = kit.clock.now();
  const isForm = account.config.callback_format === 'form';
  requests += 1;
  kit.webhooks.send({
    url: transaction.notifyUrl,
    headers: {
      accept: 'application/json',
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-signature': callbackSignature(fields, account.config.va, account.config.callback_unicode),
      'x-external-id': wibText(now).replace(/\D/g, '') + String(requests).padStart(6, '0'),
      'x-timestamp': `${wibText(now).replace(' ', 'T')}+07:00`,
    },
    body: isForm ? toForm(fields) : JSON.stringify(fields),
    event: String(fields['status']),
    subject: transaction.reference ?? transaction.sessionId,
  });
}

type Field = string | number | boolean | null | readonly [];

function callbackFields(transaction: Transaction): Record<string, Field> {
  const { total, paidOff } = moneyOf(transaction);
  const { status, buyer, via } = transaction;
  const code = status === PAID_UNSETTLED ? 1 : status;
  return {
    trx_id: transaction.id,
    sid: transaction.sessionId,
    reference_id: transaction.reference,
    status: WORDS[code] ?? 'gagal',
    status_code: code,
    sub_total: String(transaction.price),
    total: String(total),
    amount: String(total),
    fee: String(transaction.fee),
    paid_off: paidOff,
    created_at: wibText(transaction.createdAt),
    expired_at: wibText(transaction.expiresAt),
    ...(transaction.paidAt !== undefined && { paid_at: wibText(transaction.paidAt) }),
    settlement_status: status === PAID_UNSETTLED ? 'unsettle' : 'settled',
    transaction_status_code: status,
    is_escrow: false,
    system_notes: 'Sandbox notify',
    via,
    channel: transaction.channel,
    payment_no: via === 'qris' ? '' : transaction.paymentNo,
    ...(via === 'va' && { va: transaction.paymentNo }),
    buyer_name: buyer.name,
    buyer_email: buyer.email,
    buyer_phone: buyer.phone,
    additional_info: [],
    url: transaction.notifyUrl,
  };
}

/** `http_build_query`: empty lists and nulls go, booleans are 0 and 1; the empty payment number gets lost, too. */
function toForm(fields: Readonly<Record<string, Field>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || typeof value === 'object') continue;
    if (name === 'payment_no' && value === '') continue;
    form.append(name, typeof value === 'boolean' ? String(Number(value)) : `${value}`);
  }
  return form.toString();
}
