import { Injectable } from '@nestjs/common';
import { PaymentReconciler } from './payment-reconciler.js';
import { RefundReconciler } from './refund-reconciler.js';

/** The two kinds of looks. */
@Injectable()
export class PaymentLooks {
  constructor(
    private readonly reconciler: PaymentReconciler,
    private readonly refundReconciler: RefundReconciler,
  ) {}

  payment(id: string): Promise<unknown> {
    return this.reconciler.check(id);
  }

  refund(id: string): Promise<void> {
    return this.refundReconciler.check(id);
  }
}
