/** The calls of API v2. */
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { readBody, refuse } from '#test/simulators/ipaymu/ipaymu-errors.js';
import type { IpaymuLedger } from '#test/simulators/ipaymu/ipaymu-ledger.js';
import {
  balanceSchema,
  CHANNELS,
  directSchema,
  historySchema,
  redirectSchema,
  transactionSchema,
  type HistoryRequest,
} from '#test/simulators/ipaymu/ipaymu-requests.js';
import {
  moneyOf,
  transactionBody,
  type Transaction,
} from '#test/simulators/ipaymu/ipaymu-transaction.js';
import { wibText } from '#test/simulators/ipaymu/wib-time.js';

type Answer = (call: Call, ledger: IpaymuLedger) => Reply;

const ROUTES: readonly (readonly [method: string, path: string, name: string, answer: Answer])[] = [
  ['POST', '/api/v2/payment', 'create_redirect', createRedirect],
  ['POST', '/api/v2/payment/direct', 'create_direct', createDirect],
  ['POST', '/api/v2/transaction', 'transaction', tellTransaction],
  ['POST', '/api/v2/history', 'history', tellHistory],
  ['POST', '/api/v2/balance', 'balance', tellBalance],
  ['GET', '/api/v2/payment-channels', 'payment_channels', tellChannels],
];

export function ipaymuRoutes(ledger: IpaymuLedger): Route[] {
  return ROUTES.map(([method, path, operation, answer]) => ({
    method,
    path,
    operation,
    handle: (call) => answer(call, ledger),
  }));
}

function success(data: unknown): Reply {
  return { status: 200, body: { Status: 200, Success: true, Message: 'success', Data: data } };
}

function createRedirect(call: Call, ledger: IpaymuLedger): Reply {
  const session = ledger.open(readBody(redirectSchema, call));
  const url = `${ledger.kit.origin()}/payment/${session.id}`;
  return {
    status: 200,
    body: { Status: 200, Message: 'success', Data: { SessionID: session.id, Url: url } },
  };
}

function createDirect(call: Call, ledger: IpaymuLedger): Reply {
  const request = readBody(directSchema, call);
  const { config } = ledger.account;
  if (config.inactive_channels.includes(request.paymentChannel)) {
    refuse(403, 'payment channel is not active');
  }
  const transaction = ledger.charge(request);
  return success({
    SessionId: transaction.sessionId,
    TransactionId: transaction.id,
    ReferenceId: transaction.reference,
    Via: transaction.via.toUpperCase(),
    Channel: transaction.channel.toUpperCase(),
    ...payment(transaction, config.qr_field),
    PaymentName: 'iPaymu SIMULATOR HOTEL',
    Total: moneyOf(transaction).total,
    Fee: transaction.fee,
    Expired: wibText(transaction.expiresAt),
    Note: null,
    Url: `${ledger.kit.origin()}/payment/${transaction.sessionId}`,
  });
}

function payment(
  { via, paymentNo }: Transaction,
  field: 'PaymentNo' | 'QrString' | 'none',
): Record<string, string> {
  if (via !== 'qris') return { PaymentNo: paymentNo };
  return { PaymentNo: '', ...(field !== 'none' && { [field]: paymentNo }) };
}

function tellTransaction(call: Call, ledger: IpaymuLedger): Reply {
  const { transactionId } = readBody(transactionSchema, call);
  ledger.sweep();
  const transaction = ledger.transactions.get(transactionId);
  return transaction ? success(transactionBody(transaction)) : refuse(404, 'transaction not found');
}

function tellHistory(call: Call, ledger: IpaymuLedger): Reply {
  const request = readBody(historySchema, call);
  ledger.sweep();
  const found = [...ledger.transactions.values()]
    .filter((transaction) => isAsked(transaction, request))
    .sort((a, b) => (request.order === 'ASC' ? a.id - b.id : b.id - a.id));
  const from = (request.page - 1) * request.limit;
  const rows = found.slice(from, from + request.limit).map(transactionBody);
  return success({
    [ledger.account.config.history_list]: rows,
    Total: found.length,
    Per_Page: request.limit,
    Current_Page: request.page,
    Total_Page: Math.ceil(found.length / request.limit),
  });
}

function isAsked(transaction: Transaction, request: HistoryRequest): boolean {
  const moment = request.date === 'indate' ? transaction.paidAt : transaction.createdAt;
  if (moment === undefined) return false;
  const day = wibText(moment).slice(0, 10);
  const { startdate, enddate, status } = request;
  if (startdate !== undefined && day < startdate) return false;
  if (enddate !== undefined && day > enddate) return false;
  return status === undefined || String(status) === String(transaction.status);
}

function tellBalance(call: Call, { account }: IpaymuLedger): Reply {
  const { account: asked } = readBody(balanceSchema, call);
  if (asked !== account.config.va) {
    refuse(400, 'error - invalid request', { account: ['Invalid va'] });
  }
  return {
    status: 200,
    body: {
      Status: 200,
      Data: { Va: asked, MerchantBalance: '0', MemberBalance: '0' },
      Message: 'success',
    },
  };
}

function tellChannels(_call: Call, { account }: IpaymuLedger): Reply {
  const methods = Object.entries(CHANNELS).map(([code, channels]) => ({
    Code: code,
    Name: code,
    Channels: Object.keys(channels).map((channel) => ({
      Code: channel,
      Name: channel,
      FeatureStatus: account.config.inactive_channels.includes(channel) ? 'inactive' : 'active',
      HealthStatus: 'online',
      TransactionFee: { ActualFee: account.config.fee, ActualFeeType: 'FLAT', AdditionalFee: 0 },
    })),
  }));
  return success(methods);
}
