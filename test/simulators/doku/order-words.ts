/** What the vendor says of an order, in notifications and in its status call. */
import { acquirerOf, serviceOf } from '#test/simulators/doku/channels.js';
import { utcSeconds } from '#test/simulators/doku/doku-parts.js';
import { numberOf, type Order } from '#test/simulators/doku/order.js';

/** The body of a notification; of a status call, where `order.status` is there besides. */
export function orderBody(order: Order): Record<string, unknown> {
  const { channel } = order;
  return {
    service: { id: channel === null ? null : serviceOf(channel) },
    acquirer: { id: channel === null ? null : acquirerOf(channel) },
    channel: { id: channel },
    transaction: {
      status: order.status === 'DELETED' ? 'EXPIRED' : order.status,
      date: utcSeconds(order.changed),
      original_request_id: order.paymentRequestId,
    },
    order: { invoice_number: order.invoice, amount: order.paidAmount },
    ...channelBlock(order),
  };
}

function channelBlock({ account, channel, referenceNo }: Order): Record<string, unknown> {
  if (channel === null) return {};
  if (serviceOf(channel) === 'VIRTUAL_ACCOUNT') {
    const number = account ? numberOf(account).trim() : `8899${referenceNo}`;
    return {
      virtual_account_info: { virtual_account_number: number },
      virtual_account_payment: { identifer: [{ name: 'REFERENCE', value: referenceNo }] },
    };
  }
  if (channel === 'CREDIT_CARD') {
    return { card_payment: { masked_card_number: '411111******1111', approval_code: '123456' } };
  }
  return {};
}

export function statusBody(order: Order): Record<string, unknown> {
  const body = orderBody(order);
  const isOver = order.status === 'EXPIRED' || order.status === 'DELETED';
  const word = isOver ? 'ORDER_EXPIRED' : 'ORDER_GENERATED';
  return { ...body, order: { ...(body['order'] as object), status: word } };
}
