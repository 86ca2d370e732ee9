/** Balance and the list of transactions, with the fees that no other answer shows. */
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import type { InvoicesApi } from '#test/simulators/xendit/invoices-api.js';
import type { PaymentLedger } from '#test/simulators/xendit/payment-ledger.js';
import { refuse } from '#test/simulators/xendit/xendit-errors.js';
import type { XenditParts } from '#test/simulators/xendit/xendit-parts.js';

const FEE = 4000;

export function reportRoutes(
  parts: XenditParts,
  ledger: PaymentLedger,
  invoices: InvoicesApi,
): Route[] {
  return [
    { method: 'GET', path: '/balance', operation: 'get_balance', handle: () => balance(parts) },
    {
      method: 'GET',
      path: '/transactions',
      operation: 'list_transactions',
      handle: (call) => transactions(call, ledger, invoices),
    },
  ];
}

function balance({ account }: XenditParts): Reply {
  if (account.config.money_out === 'none') {
    refuse(403, 'REQUEST_FORBIDDEN_ERROR', 'The API key is forbidden to perform this request');
  }
  return { status: 200, body: { balance: account.config.balance } };
}

interface Line {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly amount: number;
  readonly at: string;
}

function transactions(call: Call, ledger: PaymentLedger, invoices: InvoicesApi): Reply {
  const reference = call.query.get('reference_id');
  const limit = Number(call.query.get('limit') ?? 10);
  const data = [...paymentLines(ledger), ...invoiceLines(invoices)]
    .filter((line) => reference === null || line.reference === reference)
    .slice(-limit)
    .map(present);
  return { status: 200, body: { has_more: false, data, links: [] } };
}

function paymentLines(ledger: PaymentLedger): Line[] {
  return [...ledger.payments.values()].flatMap((payment) =>
    payment.captures.map((capture) => ({
      id: payment.id,
      reference: payment.request.body.reference_id,
      channel: payment.request.body.channel_code,
      amount: capture.capture_amount,
      at: capture.capture_timestamp,
    })),
  );
}

function invoiceLines(invoices: InvoicesApi): Line[] {
  return [...invoices.invoices.values()].flatMap(({ id, request, paid }) =>
    paid
      ? [
          {
            id,
            reference: request.external_id,
            channel: paid.channel,
            amount: paid.amount,
            at: paid.at,
          },
        ]
      : [],
  );
}

function present(line: Line): Record<string, unknown> {
  return {
    id: `txn_${line.id}`,
    product_id: line.id,
    type: 'PAYMENT',
    status: 'SUCCESS',
    channel_category: line.channel,
    channel_code: line.channel,
    account_identifier: null,
    reference_id: line.reference,
    currency: 'IDR',
    amount: line.amount,
    cashflow: 'MONEY_IN',
    settlement_status: 'PENDING',
    fee: { xendit_fee: FEE, value_added_tax: Math.round(FEE * 0.11), status: 'PENDING' },
    created: line.at,
    updated: line.at,
  };
}
