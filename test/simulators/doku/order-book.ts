/** Orders of all products: what a guest may do to them, and what the merchant is told. */
import { randomInt, randomUUID } from 'node:crypto';
import { serviceOf } from '#test/simulators/doku/channels.js';
import type { DokuParts } from '#test/simulators/doku/doku-parts.js';
import type { Notifier } from '#test/simulators/doku/notifier.js';
import {
  isOpen,
  numberOf,
  type NewOrder,
  type Order,
  type OrderStatus,
} from '#test/simulators/doku/order.js';

export class OrderBook {
  readonly orders = new Map<string, Order>();
  private readonly parts: DokuParts;
  private readonly notifier: Notifier;

  constructor(parts: DokuParts, notifier: Notifier) {
    this.parts = parts;
    this.notifier = notifier;
  }

  create(order: NewOrder): Order {
    const created = this.parts.kit.clock.now();
    const made: Order = {
      ...order,
      token: randomUUID().replaceAll('-', ''),
      referenceNo: `${created}${randomInt(100_000, 1_000_000)}`,
      created,
      status: 'PENDING',
      changed: created,
      paidAmount: order.amount,
      paymentRequestId: order.requestId,
      refunded: 0,
    };
    this.orders.set(order.invoice, made);
    return made;
  }

  /** By invoice number, Request-Id, token of the page or number of the virtual account. */
  find(id: string): Order | undefined {
    this.sweep();
    return (
      this.orders.get(id) ??
      [...this.orders.values()].find(
        ({ requestId, token, account }) =>
          requestId === id || token === id || (account && numberOf(account).trim() === id),
      )
    );
  }

  /** The guest chooses a channel and has not paid yet. */
  choose(order: Order, channel: string): void {
    mustBeOpen(order);
    order.channel = channel;
    if (serviceOf(channel) === 'CREDIT_CARD') order.paymentRequestId = randomUUID();
  }

  pay(order: Order, channel = order.channel ?? 'VIRTUAL_ACCOUNT_BCA', amount = order.amount): void {
    if (order.channel !== channel) this.choose(order, channel);
    mustBeOpen(order);
    order.paidAmount = amount;
    this.become(order, 'SUCCESS');
  }

  /** Not the end: the guest may try again. */
  fail(order: Order, channel = order.channel ?? 'CREDIT_CARD'): void {
    if (order.channel !== channel) this.choose(order, channel);
    mustBeOpen(order);
    this.become(order, 'FAILED');
  }

  expire(order: Order): void {
    mustBeOpen(order);
    this.become(order, 'EXPIRED');
  }

  /** Closed by the merchant, who is not told what he did. */
  close(order: Order): void {
    mustBeOpen(order);
    order.status = 'DELETED';
  }

  refund(order: Order, amount: number): void {
    order.refunded += amount;
    if (order.refunded < order.paidAmount) return;
    order.status = 'REFUNDED';
    order.changed = this.parts.kit.clock.now();
  }

  sweep(): void {
    const now = this.parts.kit.clock.now();
    for (const order of this.orders.values()) {
      if (isOpen(order) && order.expiresAt <= now) this.expire(order);
    }
  }

  private become(order: Order, status: OrderStatus): void {
    order.status = status;
    order.changed = this.parts.kit.clock.now();
    this.notifier.tell(order);
  }
}

function mustBeOpen(order: Order): void {
  if (!isOpen(order)) throw new Error(`is ${order.status}, no longer open`);
}
