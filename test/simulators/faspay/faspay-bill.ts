/** A bill as the vendor keeps it. */
export interface Bill {
  readonly billNo: string;
  readonly description: string;
  readonly expiresAt: number;
  /** Given when the guest has chosen; on a page nobody knows it before. */
  trxId: string | undefined;
  channel: string | undefined;
  /** Rupiah. */
  readonly total: number;
  paid: number;
  paidAt: number | undefined;
  status: string;
  cancelReason: string | undefined;
  readonly returnUrl: string | undefined;
}
