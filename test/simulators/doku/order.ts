/** An order of any product, as the back office keeps it. */

export type OrderStatus = 'PENDING' | 'SUCCESS' | 'FAILED' | 'EXPIRED' | 'REFUNDED' | 'DELETED';

interface VirtualAccount {
  readonly partnerServiceId: string;
  readonly customerNo: string;
  readonly name: string;
}

export interface NewOrder {
  readonly product: 'checkout' | 'va' | 'qris';
  readonly invoice: string;
  readonly amount: number;
  readonly requestId: string;
  readonly expiresAt: number;
  /** Null until the guest has picked one. */
  readonly channel: string | null;
  /** Where it is told of instead of the address of the back office. */
  readonly notifyUrl?: string | undefined;
  readonly returnUrl?: string | undefined;
  readonly account?: VirtualAccount;
}

export interface Order extends Omit<NewOrder, 'channel'> {
  readonly token: string;
  readonly created: number;
  /** The vendor's own number of a QR payment. */
  readonly referenceNo: string;
  channel: string | null;
  status: OrderStatus;
  changed: number;
  paidAmount: number;
  /** Request-Id of the payment itself; on a hosted page it is the page's. */
  paymentRequestId: string;
  refunded: number;
}

export function isOpen({ status }: Order): boolean {
  return status === 'PENDING' || status === 'FAILED';
}

/** With the spaces that fill up the service id. */
export function numberOf({
  partnerServiceId,
  customerNo,
}: Pick<VirtualAccount, 'partnerServiceId' | 'customerNo'>): string {
  return partnerServiceId + customerNo;
}
