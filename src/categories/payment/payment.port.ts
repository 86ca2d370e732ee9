/**
 * Taking money through a payment gateway, whatever its protocol.
 *
 * Amounts are integers in the currency's minor unit (IDR has none: 150000 is Rp 150.000). A reference is
 * ours: unique, made before the vendor is asked, and the one thing both sides know for sure.
 */
import type { PaymentAction } from './formats/payment-action.schemas.js';

/** What a vendor can say about a payment. */
export const VENDOR_PAYMENT_STATUSES = [
  'pending',
  'authorized',
  'paid',
  'failed',
  'expired',
  'cancelled',
  'partially_refunded',
  'refunded',
  'disputed',
] as const;
export type VendorPaymentStatus = (typeof VENDOR_PAYMENT_STATUSES)[number];

export interface Customer {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
}

export interface LineItem {
  readonly id: string;
  readonly name: string;
  /** Minor units each; negative for a discount. */
  readonly price: number;
  readonly quantity: number;
}

/** `manual` holds a card's money until it is captured; left out, the provider's own setting counts. */
export type CaptureMethod = 'automatic' | 'manual';

export interface CreatePaymentRequest {
  readonly reference: string;
  /** Ours to give out, where the connector has `numbers`: unique among open payments, the same for every try. */
  readonly number?: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly description?: string;
  /** One of our method names; the connector holds the vendor's code for it. */
  readonly method?: string;
  /** A card or wallet token that the guest's browser got from the vendor. */
  readonly token?: string;
  readonly customer?: Customer;
  readonly items?: readonly LineItem[];
  readonly returnUrl?: string;
  readonly expiresAt?: Date;
  readonly expiresInSeconds?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly captureMethod?: CaptureMethod;
  /** Equal for every try at this payment with this provider, at most 36 characters. */
  readonly idempotencyKey: string;
}

export interface PaymentCreated {
  readonly gatewayTransactionId?: string;
  readonly status: VendorPaymentStatus;
  readonly vendorStatus?: string;
  /** Where the vendor says them: compared before anything counts as paid. */
  readonly amount?: number;
  readonly unreadAmount?: string;
  readonly currency?: string;
  readonly action: PaymentAction;
  readonly expiresAt?: Date;
  /** Vendor ids that later operations need. */
  readonly refs: Readonly<Record<string, string>>;
}

/** Which payment is meant, by everything we know of it. */
export interface PaymentQuery {
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly gatewayTransactionId?: string;
  /** When our row was written: some vendors can only be asked for a list of those minutes. */
  readonly createdAt?: Date;
  readonly refs: Readonly<Record<string, string>>;
}

export interface PaymentState {
  /** Undefined when the vendor used a word that the connector does not know. */
  readonly status?: VendorPaymentStatus;
  readonly vendorStatus?: string;
  /** Minor units; what the vendor says was asked or paid. */
  readonly amount?: number;
  /** What the vendor wrote instead, where that is no exact amount. */
  readonly unreadAmount?: string;
  readonly currency?: string;
  readonly gatewayTransactionId?: string;
  readonly refs: Readonly<Record<string, string>>;
  readonly action?: PaymentAction;
  readonly expiresAt?: Date;
}

export interface CaptureRequest extends PaymentQuery {
  /** All of what is held, or a part; the rest is set free. */
  readonly captureAmount: number;
  readonly isFull: boolean;
  readonly idempotencyKey: string;
}

export type VendorRefundStatus = 'pending' | 'succeeded' | 'failed';

export interface RefundRequest extends PaymentQuery {
  readonly refundReference: string;
  readonly refundAmount: number;
  readonly isFull: boolean;
  readonly reason?: string;
  readonly idempotencyKey: string;
}

export interface RefundState {
  readonly status: VendorRefundStatus;
  readonly gatewayRefundId?: string;
  /** Minor units, where the vendor says them. */
  readonly amount?: number;
}

/** Operations a connector may lack. */
export type OptionalOperation =
  'status' | 'lookup' | 'cancel' | 'capture' | 'refund' | 'refund_status';

export interface PaymentPort {
  /** Whether the vendor recognises a repeat of this request and answers it like the first. */
  canRepeat(operation: 'create' | 'capture' | 'refund'): boolean;

  /** Whether the vendor, as configured, can do this at all. */
  can(operation: OptionalOperation): boolean;

  /**
   * Asks the vendor to open a payment for the guest.
   *
   * @throws VendorError `ambiguous` when the vendor may have opened it: ask `find` before anything else;
   *   IncompleteAnswerError when it did but the answer lacks what the format promises
   */
  create(request: CreatePaymentRequest): Promise<PaymentCreated>;

  /**
   * Where the payment stands, by vendor id or reference.
   *
   * @throws VendorError `not_found` when the vendor surely has no such payment
   */
  status(query: PaymentQuery): Promise<PaymentState>;

  /**
   * Like `status` but by our reference alone, for a create whose answer was lost. Only a connector with a
   * `lookup` can be believed when it says `not_found`: a status goes by ids that are not known yet.
   */
  find(query: PaymentQuery): Promise<PaymentState>;

  /** Closes an unpaid payment or voids an authorisation. */
  cancel(query: PaymentQuery): Promise<PaymentState>;

  /**
   * Takes money that is held, all or a part, once.
   *
   * @throws VendorError `ambiguous` when it may have been taken: the payment's status tells
   */
  capture(request: CaptureRequest): Promise<PaymentState>;

  /** Gives money back, all or a part. Repeating it with the same refund reference does nothing twice. */
  refund(request: RefundRequest): Promise<RefundState>;

  /** Where a refund stands, for vendors that report it late. */
  refundStatus(
    request: RefundRequest & { readonly gatewayRefundId?: string },
  ): Promise<RefundState>;
}
