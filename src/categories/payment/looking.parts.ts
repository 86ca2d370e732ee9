/** Everything about looking at payments; the module lists it with the rest. */
import { GuestReveals } from './guests/guest-reveals.service.js';
import { GuestRevealsController } from './guests/guest-reveals.controller.js';
import { PaymentExports } from './listing/payment-exports.service.js';
import { PaymentListController } from './listing/payment-list.controller.js';
import { PaymentListRepository } from './listing/payment-list.repository.js';
import { PaymentListService } from './listing/payment-list.service.js';
import { PaymentTimelineController } from './timeline/payment-timeline.controller.js';
import { PaymentTimelines } from './timeline/payment-timeline.service.js';

export const lookingControllers = [
  GuestRevealsController,
  PaymentListController,
  PaymentTimelineController,
];

export const lookingProviders = [
  GuestReveals,
  PaymentExports,
  PaymentListRepository,
  PaymentListService,
  PaymentTimelines,
];
