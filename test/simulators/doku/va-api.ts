/** Virtual accounts in the SNAP style; the vendor makes the number. */
import { randomInt } from 'node:crypto';
import { headerOf, type Call, type Reply, type Route } from '#test/simulators/kit/http-exchange.js';
import { BINS } from '#test/simulators/doku/doku-account.js';
import { readBody, refuseSnap, responseCode } from '#test/simulators/doku/doku-errors.js';
import { snapAmount, wibIso, type DokuParts } from '#test/simulators/doku/doku-parts.js';
import {
  createVaSchema,
  deleteVaSchema,
  vaStatusSchema,
} from '#test/simulators/doku/doku-requests.js';
import { isOpen, numberOf, type Order } from '#test/simulators/doku/order.js';
import type { OrderBook } from '#test/simulators/doku/order-book.js';

const PREFIX = '/virtual-accounts/bi-snap-va/v1.1/transfer-va';

export class VaApi {
  private readonly parts: DokuParts;
  private readonly book: OrderBook;

  constructor(parts: DokuParts, book: OrderBook) {
    this.parts = parts;
    this.book = book;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: `${PREFIX}/create-va`,
        operation: 'va_create',
        handle: (call) => this.create(call),
      },
      {
        method: 'DELETE',
        path: `${PREFIX}/delete-va`,
        operation: 'va_delete',
        handle: (call) => this.delete(call),
      },
      {
        method: 'POST',
        path: '/orders/v1.0/transfer-va/status',
        operation: 'va_status',
        handle: (call) => this.status(call),
      },
    ];
  }

  private create(call: Call): Reply {
    const body = readBody(createVaSchema, call);
    const { channel } = body.additionalInfo;
    if (BINS[channel] === undefined) {
      refuseSnap(call, 400, '01', 'Invalid Field Format {additionalInfo.channel}');
    }
    if (BINS[channel] !== body.partnerServiceId.trim()) {
      refuseSnap(call, 400, '01', 'Invalid Field Format {partnerServiceId}');
    }
    if (this.book.orders.has(body.trxId)) refuseSnap(call, 409, '01', 'Duplicate trxId');
    const expiresAt = Date.parse(body.expiredDate);
    if (expiresAt <= this.parts.kit.clock.now()) {
      refuseSnap(call, 400, '01', 'Invalid Field Format {expiredDate}');
    }
    const order = this.book.create({
      product: 'va',
      invoice: body.trxId,
      amount: Number(body.totalAmount.value),
      requestId: headerOf(call, 'x-external-id') ?? '',
      expiresAt,
      channel,
      account: {
        partnerServiceId: body.partnerServiceId,
        customerNo: body.customerNo ?? String(randomInt(10_000_000_000)).padStart(10, '0'),
        name: body.virtualAccountName,
      },
    });
    return this.answer(call, order, {
      totalAmount: snapAmount(order.amount),
      virtualAccountName: body.virtualAccountName,
      virtualAccountTrxType: body.virtualAccountTrxType,
      expiredDate: wibIso(order.expiresAt),
    });
  }

  private delete(call: Call): Reply {
    const body = readBody(deleteVaSchema, call);
    const order = this.book.find(body.trxId);
    if (
      !order?.account ||
      (body.virtualAccountNo ?? numberOf(order.account)) !== numberOf(order.account)
    ) {
      return refuseSnap(call, 404, '12', 'Virtual Account Not Found');
    }
    if (order.status === 'SUCCESS') refuseSnap(call, 404, '14', 'Paid Bill');
    if (!isOpen(order)) refuseSnap(call, 404, '19', 'Bill expired');
    this.book.close(order);
    return this.answer(call, order, {});
  }

  private status(call: Call): Reply {
    const body = readBody(vaStatusSchema, call);
    const order = this.book.find(body.virtualAccountNo.trim());
    if (!order?.account || numberOf(order.account) !== body.virtualAccountNo) {
      return refuseSnap(call, 404, '12', 'Virtual Account Not Found');
    }
    const isPaid = order.status === 'SUCCESS';
    return this.answer(call, order, {
      paymentFlagReason: isPaid
        ? { english: 'Success', indonesia: 'Sukses' }
        : { english: 'Pending', indonesia: 'Tertunda' },
      billAmount: snapAmount(order.amount),
      ...(isPaid && {
        paidAmount: snapAmount(order.paidAmount),
        paymentRequestId: order.referenceNo,
      }),
    });
  }

  private answer(call: Call, order: Order, more: Record<string, unknown>): Reply {
    const account = order.account;
    if (!account) throw new Error(`${order.invoice} has no virtual account`);
    const howTo = `${this.parts.kit.origin()}/how-to-pay/${order.token}`;
    return {
      status: 200,
      body: {
        responseCode: responseCode(call, 200),
        responseMessage: 'Successful',
        virtualAccountData: {
          partnerServiceId: account.partnerServiceId,
          customerNo: account.customerNo,
          virtualAccountNo: numberOf(account),
          trxId: order.invoice,
          ...more,
          additionalInfo: { channel: order.channel, howToPayPage: howTo, howToPayApi: howTo },
        },
      },
    };
  }
}
