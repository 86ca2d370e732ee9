import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { Clock } from '#core/time/clock.js';
import { EventCatalogue } from '../catalogue/event-catalogue.js';
import { EventsRepository } from '../publishing/events.repository.js';
import { DeliveryResults } from './delivery-results.js';
import { DeliverySender } from './delivery-sender.js';
import { DeliveryWorkRepository } from './delivery-work.repository.js';

export const TEST_EVENT = 'webhook.test';

/** Samples for one endpoint alone, tried once and at once. */
@Injectable()
export class SampleDeliveries {
  constructor(
    private readonly database: Database,
    private readonly catalogue: EventCatalogue,
    private readonly events: EventsRepository,
    private readonly work: DeliveryWorkRepository,
    private readonly sender: DeliverySender,
    private readonly results: DeliveryResults,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the id of the delivery
   * @throws InvalidInputError for an event that the catalogue has no sample of
   */
  async send(
    endpoint: { readonly id: string; readonly property_id: string | null },
    event: string,
  ): Promise<string> {
    const type = this.catalogue.find(event);
    if (!type) {
      throw new InvalidInputError(
        'event',
        `There is no sample of "${event}"; GET /api/v1/event-types lists those there are.`,
      );
    }
    const id = await this.make(endpoint, event, type.sample);
    const delivery = await this.work.leased(id);
    if (!delivery) throw new Error(`delivery ${id} was written and is not there`);
    await this.results.settle(delivery, await this.sender.send(delivery), true);
    return id;
  }

  private make(
    endpoint: { readonly id: string; readonly property_id: string | null },
    event: string,
    data: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const [id, eventId] = [newId(), newId()];
    return this.database.transaction(async (tx) => {
      await this.events.insert(tx, {
        id: eventId,
        propertyId: endpoint.property_id,
        event,
        data: JSON.stringify({ ...data, test: true }),
        traceId: currentTraceId() ?? null,
        occurredAt: this.clock.now(),
        source: 'test',
        idempotencyKey: null,
        isDispatched: true,
      });
      await this.work.insertLeased(tx, {
        id,
        eventId,
        endpointId: endpoint.id,
        event,
        propertyId: endpoint.property_id,
      });
      return id;
    });
  }
}
