import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { Outbox } from '../outbox.js';
import { type EndpointRow, EndpointsRepository } from './endpoints.repository.js';

/** Switches endpoints off. What they would have got is kept with the reason and offered for replay, never dropped. */
@Injectable()
export class EndpointParking {
  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async disable(
    tx: Sql,
    endpoint: Pick<EndpointRow, 'id' | 'url' | 'property_id'>,
    reason: string,
  ): Promise<void> {
    if (!(await this.endpoints.disable(tx, endpoint.id, reason))) return;
    await this.park(tx, endpoint.id, `the endpoint is disabled: ${reason}`);
    await this.outbox.record(tx, {
      event: 'webhook_endpoint.disabled',
      propertyId: endpoint.property_id,
      occurredAt: this.clock.now(),
      data: { endpoint_id: endpoint.id, host: new URL(endpoint.url).host, reason },
    });
  }

  async park(tx: Sql, endpointId: string, reason: string): Promise<void> {
    await this.deliveries.parkAll(tx, endpointId, reason);
  }
}
