/** Bills, the transactions they become once a channel is chosen, and what is told of them. */
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { FaspayAccount } from '#test/simulators/faspay/faspay-account.js';
import type { Bill } from '#test/simulators/faspay/faspay-bill.js';
import { sendNotification } from '#test/simulators/faspay/faspay-notification.js';

export const STATUS_TEXTS: Readonly<Record<string, string>> = {
  '0': 'Unprocessed',
  '1': 'In Process',
  '2': 'Payment Success',
  '3': 'Payment Failed',
  '4': 'Payment Reversal',
  '7': 'Payment Expired',
  '8': 'Payment Cancelled',
};

type NewBill = Pick<Bill, 'billNo' | 'description' | 'expiresAt' | 'total' | 'returnUrl'>;

export class FaspayLedger {
  readonly bills = new Map<string, Bill>();
  readonly kit: Kit;
  readonly account: FaspayAccount;
  private nextId = 123;

  constructor(kit: Kit, account: FaspayAccount) {
    this.kit = kit;
    this.account = account;
  }

  open(fresh: NewBill, channel?: string): Bill {
    const bill: Bill = {
      ...fresh,
      trxId: undefined,
      channel: undefined,
      paid: 0,
      paidAt: undefined,
      status: '0',
      cancelReason: undefined,
    };
    this.bills.set(bill.billNo, bill);
    if (channel !== undefined) this.choose(bill, channel);
    return bill;
  }

  choose(bill: Bill, channel: string): void {
    bill.channel = channel;
    const { merchant_id: merchant } = this.account.config;
    bill.trxId = merchant + channel + String(this.nextId++).padStart(8, '0');
  }

  find(name: string): Bill | undefined {
    return this.bills.get(name) ?? [...this.bills.values()].find(({ trxId }) => trxId === name);
  }

  pay(bill: Bill, amount = bill.total): void {
    this.mustBeOpen(bill);
    if (bill.trxId === undefined) this.choose(bill, '402');
    bill.paid = amount;
    bill.paidAt = this.kit.clock.now();
    this.move(bill, '2');
  }

  fail(bill: Bill): void {
    this.mustBeOpen(bill);
    if (bill.trxId === undefined) this.choose(bill, '402');
    this.move(bill, '3');
  }

  reverse(bill: Bill): void {
    if (bill.status !== '2') throw new Error('is not paid');
    this.move(bill, '4');
  }

  /** Nothing is sent about this one. */
  expire(bill: Bill): void {
    this.mustBeOpen(bill);
    bill.status = '7';
  }

  cancel(bill: Bill, reason: string): void {
    bill.status = '8';
    bill.cancelReason = reason;
  }

  sweep(): void {
    const now = this.kit.clock.now();
    for (const bill of this.bills.values()) {
      if (isOpen(bill) && bill.expiresAt <= now) bill.status = '7';
    }
  }

  private mustBeOpen(bill: Bill): void {
    if (!isOpen(bill)) throw new Error(`has status ${bill.status}, no longer open`);
  }

  private move(bill: Bill, status: string): void {
    bill.status = status;
    sendNotification(this, bill);
  }
}

export function isOpen({ status }: Bill): boolean {
  return status === '0' || status === '1';
}
