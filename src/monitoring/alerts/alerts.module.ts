import { Module, type OnModuleInit } from '@nestjs/common';
import { EventCatalogue } from '#events/catalogue/event-catalogue.js';
import { EventsModule } from '#events/events.module.js';
import { ALERT_EVENTS } from './alert-events.js';
import { AlertRegistry } from './alert-registry.js';
import { AlertWatch } from './alert-watch.js';
import { AlertTrial } from './alert-trial.js';
import { AlertWatchParts } from './alert-watch.parts.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';
import { DeliveryAlerts } from './delivery-alerts.js';

/** What operators are told of before guests notice. */
@Module({
  imports: [EventsModule],
  controllers: [AlertsController],
  providers: [
    AlertRegistry,
    AlertsRepository,
    AlertsService,
    AlertTrial,
    AlertWatch,
    AlertWatchParts,
    DeliveryAlerts,
  ],
  exports: [AlertRegistry, AlertsService],
})
export class AlertsModule implements OnModuleInit {
  constructor(private readonly catalogue: EventCatalogue) {}

  onModuleInit(): void {
    this.catalogue.register(ALERT_EVENTS);
  }
}
