import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DueLooks } from './due-looks.js';
import { PaymentReconciler } from './payment-reconciler.js';
import { PaymentRepository } from './payment.repository.js';
import { RefundReconciler } from './refund-reconciler.js';
import { RefundRepository } from './refund.repository.js';

const PACE = { everyMs: 1_000, batch: 20, idOf: (id: string): string => id };

/** Looks at payments and refunds whose time has come. */
@Injectable()
export class PaymentWorkers implements OnModuleInit {
  constructor(
    private readonly due: DueLooks,
    private readonly payments: PaymentRepository,
    private readonly refunds: RefundRepository,
    private readonly reconciler: PaymentReconciler,
    private readonly refundReconciler: RefundReconciler,
  ) {}

  onModuleInit(): void {
    this.due.register({
      ...PACE,
      what: 'a payment',
      claim: (limit, leaseMs) => this.payments.claimDue(limit, leaseMs),
      look: (id) => this.reconciler.check(id),
    });
    this.due.register({
      ...PACE,
      what: 'a refund',
      claim: (limit, leaseMs) => this.refunds.claimDue(limit, leaseMs),
      look: (id) => this.refundReconciler.check(id),
    });
  }
}
