import { Module } from '@nestjs/common';
import { AccessModule } from '#access/access.module.js';
import { EventCatalogue } from './catalogue/event-catalogue.js';
import { EventTypesController } from './catalogue/event-types.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveriesRepository } from './deliveries/deliveries.repository.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveryAttempts } from './deliveries/delivery-attempts.js';
import { DeliveryBacklog } from './deliveries/delivery-backlog.js';
import { DeliveryHints } from './deliveries/delivery-hints.js';
import { DeliveryLanes } from './deliveries/delivery-lanes.js';
import { DeliveryParts } from './deliveries/delivery-parts.js';
import { DeliveryResults } from './deliveries/delivery-results.js';
import { DeliverySender } from './deliveries/delivery-sender.js';
import { DeliveryTests } from './deliveries/delivery-tests.js';
import { DeliveryWorkers } from './deliveries/delivery-workers.js';
import { DeliveryWorkRepository } from './deliveries/delivery-work.repository.js';
import { EventFanOut } from './deliveries/event-fan-out.js';
import { SampleDeliveries } from './deliveries/sample-deliveries.js';
import { EndpointParking } from './endpoints/endpoint-parking.js';
import { EndpointReader } from './endpoints/endpoint-reader.js';
import { EndpointSecretStore } from './endpoints/endpoint-secrets.js';
import { EndpointsController } from './endpoints/endpoints.controller.js';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { EventPersonalData } from './event-personal-data.js';
import { EventHousekeeper } from './event-housekeeper.js';
import { Outbox } from './outbox.js';
import { OutboxBell } from './outbox-bell.js';
import { EventsController } from './publishing/events.controller.js';
import { EventsRepository } from './publishing/events.repository.js';
import { EventsService } from './publishing/events.service.js';
import { LiveStream } from './stream/live-stream.js';
import { News } from './stream/news.js';
import { StreamController } from './stream/stream.controller.js';

/** Domain events, written beside what caused them, and their way to subscribers. */
@Module({
  imports: [AccessModule],
  controllers: [
    EventsController,
    EventTypesController,
    EndpointsController,
    DeliveriesController,
    StreamController,
  ],
  providers: [
    DeliveriesRepository,
    DeliveriesService,
    DeliveryAttempts,
    DeliveryBacklog,
    DeliveryHints,
    DeliveryLanes,
    DeliveryParts,
    DeliveryResults,
    DeliverySender,
    DeliveryTests,
    DeliveryWorkers,
    DeliveryWorkRepository,
    EndpointParking,
    EndpointReader,
    EndpointSecretStore,
    EndpointsRepository,
    EndpointsService,
    EventCatalogue,
    EventFanOut,
    EventHousekeeper,
    EventPersonalData,
    EventsRepository,
    EventsService,
    LiveStream,
    News,
    Outbox,
    OutboxBell,
    SampleDeliveries,
  ],
  exports: [DeliveriesService, EventCatalogue, LiveStream, News, Outbox],
})
export class EventsModule {}
