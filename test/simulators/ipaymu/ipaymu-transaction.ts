/** What the vendor keeps of a payment, and how its look-ups tell it. */
import type { RedirectRequest } from '#test/simulators/ipaymu/ipaymu-requests.js';
import { wibText } from '#test/simulators/ipaymu/wib-time.js';

export interface Buyer {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

export interface Session {
  readonly id: string;
  readonly reference: string | null;
  readonly price: number;
  readonly buyer: Buyer;
  readonly request: RedirectRequest;
  readonly expiresAt: number;
}

export interface Transaction {
  readonly id: number;
  readonly sessionId: string;
  readonly reference: string | null;
  readonly via: string;
  readonly channel: string;
  readonly paymentNo: string;
  readonly notifyUrl: string;
  readonly buyer: Buyer;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly fee: number;
  readonly feeDirection: 'MERCHANT' | 'BUYER';
  price: number;
  status: number;
  paidAt: number | undefined;
}

/** What the guest pays, and what of it reaches the merchant. */
export function moneyOf({ price, fee, feeDirection }: Transaction) {
  const total = feeDirection === 'BUYER' ? price + fee : price;
  return { total, paidOff: total - fee };
}

const DESCRIPTIONS: Readonly<Record<number, readonly [string, string]>> = {
  0: ['Pending', 'unpaid'],
  1: ['Berhasil', 'paid'],
  3: ['Refund', 'paid'],
  5: ['Gagal', 'unpaid'],
  6: ['Berhasil Unsettled', 'paid'],
  [-2]: ['Expired', 'unpaid'],
};

/** A transaction as the look-ups tell it. */
export function transactionBody(transaction: Transaction): Record<string, unknown> {
  const [description, paid] = DESCRIPTIONS[transaction.status] ?? ['Unknown', 'unpaid'];
  const isPaid = transaction.paidAt !== undefined;
  return {
    TransactionId: transaction.id,
    SessionId: transaction.sessionId,
    ReferenceId: transaction.reference,
    RelatedId: 0,
    Sender: 'System',
    Receiver: 'Simulator Hotel',
    Amount: moneyOf(transaction).total,
    Fee: transaction.fee,
    Status: transaction.status,
    StatusDesc: description,
    PaidStatus: paid,
    IsLocked: false,
    Type: { va: 7, cstore: 11, qris: 23 }[transaction.via] ?? 7,
    TypeDesc: transaction.via,
    Notes: '',
    CreatedDate: wibText(transaction.createdAt),
    SuccessDate: isPaid ? wibText(transaction.paidAt ?? 0) : null,
    ExpiredDate: wibText(transaction.expiresAt),
    SettlementDate: null,
    PaymentChannel: transaction.channel,
    PaymentCode: transaction.paymentNo,
    BuyerName: transaction.buyer.name,
    BuyerPhone: transaction.buyer.phone,
    BuyerEmail: transaction.buyer.email,
  };
}
