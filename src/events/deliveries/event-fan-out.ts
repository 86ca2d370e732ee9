import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { News } from '../stream/news.js';
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
    private readonly news: News,
  ) {}

  /** Takes a batch of events; tells which endpoints have something to do, and whether more is waiting. */
  async run(): Promise<{ readonly endpointIds: readonly string[]; readonly hasMore: boolean }> {
    const { events, endpointIds, parked } = await this.fanOut();
    for (const { event, subject_id: id, property_id } of events) {
      const topic = event.slice(0, event.indexOf('.'));
      this.news.tell({ topic, event, property_id, ...(id !== null && { id }) });
    }
    for (const { id, propertyId } of parked) {
      const event = 'delivery.parked';
      this.news.tell({ topic: 'delivery', event, id, property_id: propertyId });
    }
    return { endpointIds, hasMore: events.length === BATCH };
  }

  private fanOut(): Promise<{
    readonly events: readonly FannedEvent[];
    readonly endpointIds: readonly string[];
    readonly parked: readonly NewDelivery[];
  }> {
    return this.database.transaction(async (tx) => {
      const events = await this.work.takeEvents(tx, BATCH);
      if (events.length === 0) return { events, endpointIds: [], parked: [] };
      const endpoints = await this.work.endpoints(tx);
      const deliveries = events.flatMap((event) => deliveriesOf(event, endpoints));
      await this.work.insert(tx, deliveries);
      await this.work.markDispatched(
        tx,
        events.map(({ id }) => id),
      );
      const due = deliveries.filter(({ parkedBecause }) => parkedBecause === null);
      const parked = deliveries.filter(({ parkedBecause }) => parkedBecause !== null);
      return {
        events,
        endpointIds: [...new Set(due.map(({ endpointId }) => endpointId))],
        parked,
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
