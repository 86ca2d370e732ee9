/** Everything about money that is held, goes back, or came too late; the module lists it with the rest. */
import { CaptureClaims } from './captures/capture-claims.js';
import { CapturesController } from './captures/captures.controller.js';
import { CapturesService } from './captures/captures.service.js';
import { PayoutDestinations } from './payouts/payout-destination.js';
import { PayoutOpening } from './payouts/payout-opening.js';
import { PayoutTaskPresenter } from './payouts/payout-task.presenter.js';
import { PayoutTaskRepository } from './payouts/payout-task.repository.js';
import { PayoutTasksController } from './payouts/payout-tasks.controller.js';
import { PayoutTasksService } from './payouts/payout-tasks.service.js';
import { RefundAsking } from './refund-asking.js';
import { RefundOpening } from './refund-opening.js';
import { VendorRefunds } from './vendor-refunds.js';

export const moneyBackControllers = [CapturesController, PayoutTasksController];

export const moneyBackProviders = [
  CaptureClaims,
  CapturesService,
  PayoutDestinations,
  PayoutOpening,
  PayoutTaskPresenter,
  PayoutTaskRepository,
  PayoutTasksService,
  RefundAsking,
  RefundOpening,
  VendorRefunds,
];
