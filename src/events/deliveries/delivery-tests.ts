import { Injectable } from '@nestjs/common';
import type { Actor } from '#access/principal.js';
import { EndpointReader } from '../endpoints/endpoint-reader.js';
import { DeliveriesService } from './deliveries.service.js';
import type { DeliveryDetail } from './deliveries.schemas.js';
import { SampleDeliveries, TEST_EVENT } from './sample-deliveries.js';

/** Sends a sample to one endpoint while somebody waits for the answer. */
@Injectable()
export class DeliveryTests {
  constructor(
    private readonly endpoints: EndpointReader,
    private readonly deliveries: DeliveriesService,
    private readonly samples: SampleDeliveries,
  ) {}

  /** @throws InvalidInputError for an event that the catalogue has no sample of */
  async run(endpointId: string, event: string | undefined, actor: Actor): Promise<DeliveryDetail> {
    const endpoint = await this.endpoints.visible(endpointId, actor.principal);
    const id = await this.samples.send(endpoint, event ?? TEST_EVENT);
    return this.deliveries.get(id, actor.principal);
  }
}
