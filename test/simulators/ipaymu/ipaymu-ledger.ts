/** Sessions, the transactions that guests begin in them, and the callback each change sends. */
import { randomUUID } from 'node:crypto';
import { qrisPayload } from '#test/simulators/kit/qris-payload.js';
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { IpaymuAccount } from '#test/simulators/ipaymu/ipaymu-account.js';
import { sendCallback } from '#test/simulators/ipaymu/ipaymu-callback.js';
import type { DirectRequest, RedirectRequest } from '#test/simulators/ipaymu/ipaymu-requests.js';
import type { Buyer, Session, Transaction } from '#test/simulators/ipaymu/ipaymu-transaction.js';

interface NewTransaction {
  readonly sessionId: string;
  readonly reference: string | null;
  readonly via: string;
  readonly channel: string;
  readonly notifyUrl: string;
  readonly buyer: Buyer;
  readonly price: number;
  readonly lifeMs: number;
  readonly feeDirection: Transaction['feeDirection'];
}

const HOUR_MS = 3_600_000;
const STATUS = { pending: 0, paid: 1, failed: 5, unsettled: 6, refunded: 3, expired: -2 } as const;
const PAID: readonly number[] = [STATUS.paid, STATUS.unsettled];

export class IpaymuLedger {
  readonly sessions = new Map<string, Session>();
  readonly transactions = new Map<number, Transaction>();
  readonly kit: Kit;
  readonly account: IpaymuAccount;
  private nextId = 193_205;

  constructor(kit: Kit, account: IpaymuAccount) {
    this.kit = kit;
    this.account = account;
  }

  open(request: RedirectRequest): Session {
    const hours = request.expired * (request.expiredType === 'days' ? 24 : 1);
    const session: Session = {
      id: randomUUID().toUpperCase(),
      reference: request.referenceId ?? null,
      price: request.price.reduce((sum, price, at) => sum + price * (request.qty[at] ?? 0), 0),
      buyer: {
        name: request.buyerName ?? '',
        email: request.buyerEmail ?? '',
        phone: request.buyerPhone ?? '',
      },
      request,
      expiresAt: this.kit.clock.now() + hours * HOUR_MS,
    };
    this.sessions.set(session.id, session);
    return session;
  }

  charge(request: DirectRequest): Transaction {
    const { name, email, phone } = request;
    return this.begin({
      sessionId: randomUUID().toUpperCase(),
      reference: request.referenceId,
      via: request.paymentMethod,
      channel: request.paymentChannel,
      notifyUrl: request.notifyUrl,
      buyer: { name, email, phone },
      price: request.amount,
      lifeMs: request.expired * HOUR_MS,
      feeDirection: request.feeDirection,
    });
  }

  /** The guest picks a way to pay on the page: only now is there a transaction. */
  choose(session: Session, via = session.request.paymentMethod ?? 'qris'): Transaction {
    if (session.expiresAt <= this.kit.clock.now()) throw new Error('the page has expired');
    return this.begin({
      sessionId: session.id.toLowerCase(),
      reference: session.reference,
      via,
      channel: via === 'qris' ? 'mpm' : 'bni',
      notifyUrl: session.request.notifyUrl,
      buyer: session.buyer,
      price: session.price,
      lifeMs: session.expiresAt - this.kit.clock.now(),
      feeDirection: session.request.feeDirection,
    });
  }

  pay(transaction: Transaction, price?: number): void {
    this.mustBePending(transaction);
    if (price !== undefined) transaction.price = price;
    transaction.paidAt = this.kit.clock.now();
    this.move(
      transaction,
      this.account.config.settlement === 'later' ? STATUS.unsettled : STATUS.paid,
    );
  }

  settle(transaction: Transaction): void {
    if (transaction.status !== STATUS.unsettled) throw new Error('is not waiting for settlement');
    this.move(transaction, STATUS.paid);
  }

  fail(transaction: Transaction): void {
    this.mustBePending(transaction);
    this.move(transaction, STATUS.failed);
  }

  expire(transaction: Transaction): void {
    this.mustBePending(transaction);
    this.move(transaction, STATUS.expired);
  }

  /** In the dashboard; no callback tells of it. */
  refund(transaction: Transaction): void {
    if (!PAID.includes(transaction.status)) throw new Error('is not paid');
    transaction.status = STATUS.refunded;
  }

  sweep(): void {
    const now = this.kit.clock.now();
    for (const transaction of this.transactions.values()) {
      if (transaction.status === STATUS.pending && transaction.expiresAt <= now) {
        this.expire(transaction);
      }
    }
  }

  /** By transaction id or, the newest first, by session or reference. */
  find(name: string): Transaction | undefined {
    const wanted = name.toLowerCase();
    return [...this.transactions.values()]
      .reverse()
      .find(({ id, sessionId, reference }) =>
        [String(id), sessionId.toLowerCase(), reference?.toLowerCase()].includes(wanted),
      );
  }

  findSession(name: string): Session | undefined {
    return (
      this.sessions.get(name.toUpperCase()) ??
      [...this.sessions.values()].reverse().find(({ reference }) => reference === name)
    );
  }

  private begin(fresh: NewTransaction): Transaction {
    const createdAt = this.kit.clock.now();
    const { lifeMs, ...rest } = fresh;
    const transaction: Transaction = {
      ...rest,
      id: this.nextId++,
      paymentNo: this.paymentNo(fresh),
      createdAt,
      expiresAt: createdAt + lifeMs,
      fee: this.account.config.fee,
      status: STATUS.pending,
      paidAt: undefined,
    };
    this.transactions.set(transaction.id, transaction);
    return transaction;
  }

  private paymentNo({ via, price, reference }: NewTransaction): string {
    if (via !== 'qris') return `5788930${String(this.nextId).padStart(8, '0')}`;
    return qrisPayload({
      amount: price,
      merchantName: 'SIMULATOR HOTEL',
      city: 'DENPASAR',
      reference: reference ?? '',
    });
  }

  private mustBePending({ status }: Transaction): void {
    if (status !== STATUS.pending) throw new Error(`has status ${status}, not 0`);
  }

  private move(transaction: Transaction, status: number): void {
    transaction.status = status;
    sendCallback(this, transaction);
  }
}
