/** All payments of the simulated merchant, how they move, and the webhooks each move sends. */
import { randomUUID } from 'node:crypto';
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { MidtransAccount } from '#test/simulators/midtrans/midtrans-account.js';
import {
  transactionBody,
  webhookCode,
  type Transaction,
  type TransactionStatus,
} from '#test/simulators/midtrans/midtrans-transaction.js';
import type { MethodSetup } from '#test/simulators/midtrans/payment-methods.js';
import { wibText } from '#test/simulators/midtrans/wib-time.js';

export interface NewTransaction {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly setup: MethodSetup;
  readonly attached: Readonly<Record<string, unknown>>;
  readonly webhookUrls: readonly string[];
  readonly lifetimeMs?: number | undefined;
  readonly authorizeOnly?: boolean;
  readonly verdict?: Transaction['verdict'];
}

/** Old payments are forgotten beyond this, so that a long benchmark does not fill the memory. */
const KEPT = 100_000;

export class TransactionLedger {
  private readonly byId = new Map<string, Transaction>();
  private readonly byOrder = new Map<string, Transaction>();
  private readonly open = new Set<Transaction>();
  private readonly kit: Kit;
  private readonly account: MidtransAccount;

  constructor(kit: Kit, account: MidtransAccount) {
    this.kit = kit;
    this.account = account;
  }

  create(fresh: NewTransaction): Transaction {
    const createdAt = this.kit.clock.now();
    const transaction: Transaction = {
      id: fresh.id,
      orderId: fresh.orderId,
      paymentType: fresh.setup.paymentType,
      createdAt,
      expiresAt: createdAt + (fresh.lifetimeMs ?? fresh.setup.lifetimeMs),
      details: fresh.setup.details,
      attached: fresh.attached,
      webhookUrls: fresh.webhookUrls,
      refunds: [],
      authorizeOnly: fresh.authorizeOnly ?? false,
      verdict: fresh.verdict ?? 'accept',
      amount: fresh.amount,
      imposedFee: this.account.config.imposed_fee,
      status: 'pending',
      fraudStatus: 'accept',
      settledAt: undefined,
    };
    this.byId.set(transaction.id, transaction);
    this.byOrder.set(transaction.orderId, transaction);
    this.open.add(transaction);
    this.forgetOldest();
    return transaction;
  }

  hasOrder(orderId: string): boolean {
    return this.byOrder.has(orderId);
  }

  /** By transaction id or order id; DANA is known by its transaction id alone. */
  find(id: string): Transaction | undefined {
    const byOrder = this.byOrder.get(id);
    return this.byId.get(id) ?? (byOrder?.paymentType === 'dana' ? undefined : byOrder);
  }

  findByOrder(orderId: string): Transaction | undefined {
    return this.byOrder.get(orderId);
  }

  list(): Transaction[] {
    return [...this.byId.values()];
  }

  /** Changes the status and tells the merchant. */
  move(transaction: Transaction, status: TransactionStatus): void {
    transaction.status = status;
    if (status === 'settlement') transaction.settledAt = this.kit.clock.now();
    if (status !== 'pending' && status !== 'authorize') this.open.delete(transaction);
    this.notify(transaction);
  }

  /** The guest pays: cards are captured or authorised, everything else settles. */
  pay(transaction: Transaction, amount?: number): void {
    if (transaction.status !== 'pending') throw new Error(`is ${transaction.status}, not pending`);
    if (amount !== undefined) transaction.amount = amount;
    if (transaction.paymentType === 'credit_card') {
      this.decideCard(transaction);
      return;
    }
    if (Array.isArray(transaction.details['payment_amounts'])) {
      const paid = { paid_at: wibText(this.kit.clock.now()), amount: `${transaction.amount}.00` };
      transaction.details['payment_amounts'] = [paid];
    }
    if (transaction.paymentType === 'qris') {
      Object.assign(transaction.details, { issuer: 'gopay', transaction_type: 'off-us' });
    }
    this.move(transaction, 'settlement');
  }

  /** The bank's word on a card: captured, authorised, held for review, or denied. */
  decideCard(transaction: Transaction): void {
    transaction.fraudStatus = transaction.verdict;
    if (transaction.verdict === 'deny') {
      this.move(transaction, 'deny');
      return;
    }
    Object.assign(transaction.details, {
      approval_code: String(transaction.createdAt).slice(-12),
      eci: '05',
      channel_response_code: '00',
      channel_response_message: 'Approved',
    });
    this.move(transaction, transaction.authorizeOnly ? 'authorize' : 'capture');
  }

  /** Ends what has run out of time. */
  sweep(): void {
    const now = this.kit.clock.now();
    for (const transaction of this.open) {
      if (transaction.status === 'pending' && transaction.expiresAt <= now) {
        this.move(transaction, 'expire');
      }
    }
  }

  notify(transaction: Transaction): void {
    if (transaction.webhookUrls.length === 0) return;
    const statusCode = webhookCode(transaction.status);
    const body = JSON.stringify(
      this.tell(transaction, statusCode, 'midtrans payment notification'),
    );
    for (const url of transaction.webhookUrls) {
      this.kit.webhooks.send({
        url,
        headers: { 'content-type': 'application/json', 'user-agent': 'Veritrans' },
        body,
        event: transaction.status,
        subject: transaction.orderId,
      });
    }
  }

  tell(transaction: Transaction, statusCode: string, message: string): Record<string, unknown> {
    const { server_key: serverKey, merchant_id: merchantId } = this.account.config;
    return transactionBody(transaction, { serverKey, merchantId }, { statusCode, message });
  }

  newId(): string {
    return randomUUID();
  }

  private forgetOldest(): void {
    if (this.byId.size <= KEPT) return;
    const [oldest] = this.byId.values();
    if (!oldest) return;
    this.byId.delete(oldest.id);
    this.open.delete(oldest);
    if (this.byOrder.get(oldest.orderId) === oldest) this.byOrder.delete(oldest.orderId);
  }
}
