/** The calls of Xpress (payment page) and Debit (one channel). */
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { qrisPayload } from '#test/simulators/kit/qris-payload.js';
import { CHANNEL_NAMES } from '#test/simulators/faspay/faspay-account.js';
import { readBody, refuse } from '#test/simulators/faspay/faspay-errors.js';
import type { Bill } from '#test/simulators/faspay/faspay-bill.js';
import { isOpen, STATUS_TEXTS, type FaspayLedger } from '#test/simulators/faspay/faspay-ledger.js';
import {
  cancelSchema,
  channelsSchema,
  debitSchema,
  inquirySchema,
  xpressSchema,
} from '#test/simulators/faspay/faspay-requests.js';
import { faspaySignature } from '#test/simulators/faspay/faspay-signature.js';
import { wibMoment, wibText } from '#test/simulators/faspay/wib-time.js';

type Answer = (call: Call, ledger: FaspayLedger) => Reply;

const ROUTES: readonly (readonly [path: string, name: string, answer: Answer])[] = [
  ['/v4/post', 'xpress_create', createXpress],
  ['/cvr/100001/10', 'channels', tellChannels],
  ['/cvr/300011/10', 'debit_create', createDebit],
  ['/cvr/100004/10', 'inquiry', tellStatus],
  ['/cvr/100005/10', 'cancel', cancel],
];
const MOST_DAYS_MS = 30 * 86_400_000;

export function faspayRoutes(ledger: FaspayLedger): Route[] {
  return ROUTES.map(([path, operation, answer]) => ({
    method: 'POST',
    path,
    operation,
    handle: (call) => answer(call, ledger),
  }));
}

interface Signed {
  readonly merchant_id: string;
  readonly signature: string;
}

function mustBeSigned(
  { merchant_id: merchant, signature }: Signed,
  { account }: FaspayLedger,
  ...parts: readonly string[]
): void {
  const { config } = account;
  if (!config.ip_known) refuse('63', account);
  if (merchant !== config.merchant_id) refuse('03', account);
  if (signature !== faspaySignature(config.user_id, config.password, ...parts)) {
    refuse('55', account);
  }
}

function createXpress(call: Call, ledger: FaspayLedger): Reply {
  const request = readBody(xpressSchema, call, ledger.account);
  mustBeSigned(request, ledger, request.bill_no, request.bill_total);
  const bill = openBill(request, ledger, {
    total: Number(request.bill_total),
    returnUrl: request.return_url,
  });
  return {
    status: 200,
    body: {
      response_code: '00',
      response_desc: 'Success',
      redirect_url: `${ledger.kit.origin()}/v4/payment/${bill.billNo}`,
      bill_no: bill.billNo,
      merchant_id: request.merchant_id,
      merchant: request.merchant,
    },
  };
}

function createDebit(call: Call, ledger: FaspayLedger): Reply {
  const { account } = ledger;
  const request = readBody(debitSchema, call, account);
  mustBeSigned(request, ledger, request.bill_no);
  const channel = request.payment_channel;
  if (!account.config.channels.includes(channel)) refuse('40', account);
  const unit = 10 ** account.config.debit_decimals;
  if (Number(request.bill_total) % unit !== 0) refuse('13', account);
  const total = Number(request.bill_total) / unit;
  const bill = openBill(request, ledger, { total, channel });
  return {
    status: 200,
    body: {
      response: 'Transmisi Info Detil Pembelian',
      trx_id: bill.trxId,
      merchant_id: request.merchant_id,
      merchant: request.merchant,
      bill_no: bill.billNo,
      bill_items: request.item,
      response_code: '00',
      response_desc: 'Sukses',
      redirect_url: `${ledger.kit.origin()}/v4/payment/${bill.billNo}`,
      ...(channel === '711' && {
        qr_content: qrisPayload({
          amount: total,
          merchantName: 'SIMULATOR HOTEL',
          city: 'JAKARTA',
          reference: bill.billNo,
        }),
      }),
    },
  };
}

interface BillFields {
  readonly bill_no: string;
  readonly bill_desc: string;
  readonly bill_expired: string;
  readonly bill_gross: string;
  readonly bill_miscfee: string;
  readonly bill_total: string;
}

function openBill(
  request: BillFields,
  ledger: FaspayLedger,
  more: {
    readonly total: number;
    readonly channel?: string;
    readonly returnUrl?: string | undefined;
  },
): Bill {
  const { account } = ledger;
  const known = ledger.bills.get(request.bill_no);
  if (known) refuse(known.status === '2' ? '81' : '14', account);
  if (more.total < 1) refuse('13', account);
  const sum = Number(request.bill_gross) + Number(request.bill_miscfee);
  if (sum !== 0 && sum !== Number(request.bill_total)) refuse('13', account);
  const expiresAt = wibMoment(request.bill_expired);
  const left = expiresAt - ledger.kit.clock.now();
  if (Number.isNaN(left) || left > MOST_DAYS_MS) refuse('30', account, ': bill_expired');
  if (left <= 0) refuse('54', account);
  const { total, channel, returnUrl } = more;
  const fresh = { billNo: request.bill_no, description: request.bill_desc, expiresAt };
  return ledger.open({ ...fresh, total, returnUrl }, channel);
}

function tellStatus(call: Call, ledger: FaspayLedger): Reply {
  const request = readBody(inquirySchema, call, ledger.account);
  mustBeSigned(request, ledger, request.bill_no);
  const bill = billOf(request, ledger);
  const { config } = ledger.account;
  if (!bill && config.unknown_bill === 'code_14') refuse('14', ledger.account);
  return {
    status: 200,
    body: {
      response: 'Inquiry Status Payment',
      trx_id: request.trx_id,
      merchant_id: config.merchant_id,
      merchant: config.merchant_name,
      bill_no: request.bill_no,
      ...(bill ? statusFields(bill, config.debit_decimals) : NO_BILL),
      response_code: '00',
      response_desc: 'Sukses',
    },
  };
}

const NO_BILL = { payment_status_code: '5', payment_status_desc: 'No bill found' };

function statusFields(bill: Bill, decimals: number): Record<string, string> {
  const { status, paid, paidAt, trxId } = bill;
  const told = { payment_status_code: status, payment_status_desc: STATUS_TEXTS[status] ?? '' };
  if (paidAt === undefined) return { payment_reff: '', payment_date: '', ...told };
  return {
    payment_reff: `REF${trxId?.slice(-6) ?? ''}`,
    payment_date: wibText(paidAt),
    ...told,
    payment_total: String(paid * 10 ** decimals),
  };
}

function cancel(call: Call, ledger: FaspayLedger): Reply {
  const { account } = ledger;
  const request = readBody(cancelSchema, call, account);
  mustBeSigned(request, ledger, request.bill_no);
  const bill = billOf(request, ledger) ?? refuse('14', account);
  if (bill.status === '2') refuse('81', account);
  if (!isOpen(bill)) refuse(bill.status === '7' ? '54' : '14', account);
  ledger.cancel(bill, request.payment_cancel);
  return {
    status: 200,
    body: {
      response: 'Canceling Payment',
      trx_id: bill.trxId,
      merchant_id: account.config.merchant_id,
      merchant: account.config.merchant_name,
      bill_no: bill.billNo,
      trx_status_code: '8',
      trx_status_desc: 'Cancelled',
      payment_status_code: '8',
      payment_status_desc: STATUS_TEXTS['8'],
      payment_cancel_date: wibText(ledger.kit.clock.now()),
      payment_cancel: request.payment_cancel,
      response_code: '00',
      response_desc: 'Sukses',
    },
  };
}

/** Both names have to be right. */
function billOf(
  request: { readonly trx_id: string; readonly bill_no: string },
  ledger: FaspayLedger,
): Bill | undefined {
  ledger.sweep();
  const bill = ledger.bills.get(request.bill_no);
  return bill?.trxId === request.trx_id ? bill : undefined;
}

function tellChannels(call: Call, ledger: FaspayLedger): Reply {
  const { account } = ledger;
  mustBeSigned(readBody(channelsSchema, call, account), ledger);
  return {
    status: 200,
    body: {
      response: 'Request List of Payment Gateway',
      merchant_id: account.config.merchant_id,
      merchant: account.config.merchant_name,
      payment_channel: account.config.channels.map((code) => ({
        pg_code: code,
        pg_name: CHANNEL_NAMES[code] ?? code,
      })),
      response_code: '00',
      response_desc: 'Sukses',
    },
  };
}
