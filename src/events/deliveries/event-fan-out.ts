import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { matches } from '../catalogue/event-catalogue.js';
import {
  DeliveryWorkRepository,
  type FannedEvent,
  type NewDelivery,
  type SubscribedEndpoint,
} from './delivery-work.repository.js';

const BATCH = 500;

/** Turns events into deliveries: one for each endpoint that subscribed. */
@Injectable()
export class EventFanOut {
  constructor(
    private readonly database: Database,
    private readonly work: DeliveryWorkRepository,
  ) {}

  /** Takes a batch of events; tells which endpoints have something to do, and whether more is waiting. */
  run(): Promise<{ readonly endpointIds: readonly string[]; readonly hasMore: boolean }> {
    return this.database.transaction(async (tx) => {
      const events = await this.work.takeEvents(tx, BATCH);
      if (events.length === 0) return { endpointIds: [], hasMore: false };
      const endpoints = await this.work.endpoints(tx);
      const deliveries = events.flatMap((event) => deliveriesOf(event, endpoints));
      await this.work.insert(tx, deliveries);
      await this.work.markDispatched(
        tx,
        events.map(({ id }) => id),
      );
      const due = deliveries.filter(({ parkedBecause }) => parkedBecause === null);
      return {
        endpointIds: [...new Set(due.map(({ endpointId }) => endpointId))],
        hasMore: events.length === BATCH,
      };
    });
  }
}

function deliveriesOf(event: FannedEvent, endpoints: readonly SubscribedEndpoint[]): NewDelivery[] {
  return endpoints
    .filter((endpoint) => isMeant(endpoint, event))
    .map((endpoint) => ({
      id: newId(),
      eventId: event.id,
      event: event.event,
      endpointId: endpoint.id,
      propertyId: event.property_id,
      parkedBecause:
        endpoint.status === 'enabled'
          ? null
          : `the endpoint is disabled: ${endpoint.disabled_reason ?? ''}`,
    }));
}

/** An endpoint of one property hears of that property alone. */
function isMeant(endpoint: SubscribedEndpoint, event: FannedEvent): boolean {
  if (endpoint.property_id !== null && endpoint.property_id !== event.property_id) return false;
  return endpoint.events.some((pattern) => matches(pattern, event.event));
}
