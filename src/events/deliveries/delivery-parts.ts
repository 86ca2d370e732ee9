import { Injectable } from '@nestjs/common';
import { DeliveryHints } from './delivery-hints.js';
import { DeliveryLanes } from './delivery-lanes.js';
import { DeliveryWorkRepository } from './delivery-work.repository.js';
import { EventFanOut } from './event-fan-out.js';

/** What delivering consists of. */
@Injectable()
export class DeliveryParts {
  constructor(
    readonly fanOut: EventFanOut,
    readonly hints: DeliveryHints,
    readonly lanes: DeliveryLanes,
    readonly work: DeliveryWorkRepository,
  ) {}
}
