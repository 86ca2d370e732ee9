/** Everything about money that is held, goes back, or came too late; the module lists it with the rest. */
import { CaptureClaims } from './captures/capture-claims.js';
import { CapturesController } from './captures/captures.controller.js';
import { CapturesService } from './captures/captures.service.js';
import { LateDecisions } from './late-payments/late-decisions.js';
import { LatePaymentRepository } from './late-payments/late-payment.repository.js';
import { LatePaymentsController } from './late-payments/late-payments.controller.js';
import { LatePaymentsService } from './late-payments/late-payments.service.js';
import { LateRefunds } from './late-payments/late-refunds.js';
import { LeftBehindLooks } from './left-behind/left-behind-looks.js';
import { LeftBehindWorkers } from './left-behind/left-behind-workers.js';
import { LeftBehindRepository } from './left-behind/left-behind.repository.js';
import { PayoutDestinations } from './payouts/payout-destination.js';
import { PayoutOpening } from './payouts/payout-opening.js';
import { PayoutTaskPresenter } from './payouts/payout-task.presenter.js';
import { PayoutTaskRepository } from './payouts/payout-task.repository.js';
import { PayoutTasksController } from './payouts/payout-tasks.controller.js';
import { PayoutTasksService } from './payouts/payout-tasks.service.js';
import { RefundAsking } from './refund-asking.js';
import { RefundOpening } from './refund-opening.js';
import { BatchRefunds } from './refund-batches/batch-refunds.js';
import { BatchWorkRepository } from './refund-batches/batch-work.repository.js';
import { RefundBatchHints } from './refund-batches/refund-batch-hints.js';
import { RefundBatchRunner } from './refund-batches/refund-batch-runner.js';
import { RefundBatchWorkers } from './refund-batches/refund-batch-workers.js';
import { RefundBatchRepository } from './refund-batches/refund-batch.repository.js';
import { RefundBatchesController } from './refund-batches/refund-batches.controller.js';
import { RefundBatchesService } from './refund-batches/refund-batches.service.js';
import { RefundSettlementsController } from './settlements/refund-settlements.controller.js';
import { RefundSettlements } from './settlements/refund-settlements.service.js';
import { VendorRefunds } from './vendor-refunds.js';

export const moneyBackControllers = [
  CapturesController,
  LatePaymentsController,
  PayoutTasksController,
  RefundBatchesController,
  RefundSettlementsController,
];

export const moneyBackProviders = [
  BatchRefunds,
  BatchWorkRepository,
  CaptureClaims,
  CapturesService,
  LateDecisions,
  LatePaymentRepository,
  LatePaymentsService,
  LateRefunds,
  LeftBehindLooks,
  LeftBehindRepository,
  LeftBehindWorkers,
  PayoutDestinations,
  PayoutOpening,
  PayoutTaskPresenter,
  PayoutTaskRepository,
  PayoutTasksService,
  RefundAsking,
  RefundBatchesService,
  RefundBatchHints,
  RefundBatchRepository,
  RefundBatchRunner,
  RefundBatchWorkers,
  RefundOpening,
  RefundSettlements,
  VendorRefunds,
];
