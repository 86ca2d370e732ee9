import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '#access/access.module.js';
import { Database } from '#core/database/database.js';
import { Notifications } from '#core/database/notifications.js';
import { Log } from '#core/logging/log.js';
import { SearchSourcesModule } from '#core/search/search-sources.module.js';
import { EventsModule } from '#events/events.module.js';
import { AlertsModule } from '#monitoring/alerts/alerts.module.js';
import { IntegrationLogs } from '#monitoring/integration-log.js';
import { MonitoringModule } from '#monitoring/monitoring.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { BreakerRepository } from './breaker.repository.js';
import { BreakerControl } from './breaker-control.js';
import { BreakerController } from './breaker.controller.js';
import { Breakers } from './breakers.service.js';
import { CallMetrics } from './call-metrics.js';
import { FeatureRouter } from './feature-router.js';
import { FeatureSearch } from './features/feature-search.js';
import { FeatureMap } from './features/feature-map.js';
import { FeaturesController } from './features/features.controller.js';
import { FeaturesService } from './features/features.service.js';
import { FeatureList } from './features/feature-list.js';
import { UnservedFeatures } from './features/unserved-features.js';
import { ProviderFeatureEntity } from './features/provider-feature.entity.js';
import { BreakerHistoryRepository } from './health/breaker-history.repository.js';
import { HealthSeriesController } from './health/health-series.controller.js';
import { HealthSeriesService } from './health/health-series.service.js';
import { ProviderAlerts } from './health/provider-alerts.js';
import { ProviderAlertsContext } from './health/provider-alerts.context.js';
import { ProviderEvents } from './health/provider-events.js';
import { ProviderEventsContext } from './health/provider-events.context.js';
import { ProviderHealthController } from './health/provider-health.controller.js';
import { ProviderHealthService } from './health/provider-health.service.js';
import { ProviderConditions } from './health/status/provider-conditions.js';
import { StatusController } from './health/status/status.controller.js';
import { StatusPagesController } from './health/status/status-pages.controller.js';
import { StatusPagesRepository } from './health/status/status-pages.repository.js';
import { StatusPagesService } from './health/status/status-pages.service.js';
import { StatusService } from './health/status/status.service.js';
import { ProviderGateway } from './provider-gateway.js';
import { ProviderPorts } from './provider-ports.js';
import { RateLimiter } from './rate-limiter.js';
import { UsageGuard } from './usage/usage-guard.js';
import { UsageModule } from './usage/usage.module.js';

/** Everything that happens around one call, and which provider a feature goes to. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ProviderFeatureEntity]),
    AccessModule,
    AlertsModule,
    EventsModule,
    MonitoringModule,
    ProvidersModule,
    SearchSourcesModule,
    UsageModule,
  ],
  controllers: [
    BreakerController,
    FeaturesController,
    HealthSeriesController,
    ProviderHealthController,
    StatusController,
    StatusPagesController,
  ],
  providers: [
    BreakerControl,
    BreakerHistoryRepository,
    CallMetrics,
    FeatureMap,
    FeatureRouter,
    FeatureSearch,
    FeaturesService,
    HealthSeriesService,
    ProviderAlerts,
    ProviderAlertsContext,
    ProviderConditions,
    ProviderEvents,
    ProviderEventsContext,
    ProviderHealthService,
    FeatureList,
    ProviderPorts,
    StatusPagesRepository,
    StatusPagesService,
    StatusService,
    UnservedFeatures,
    {
      provide: BreakerRepository,
      inject: [Database],
      useFactory: (database: Database) => new BreakerRepository(database),
    },
    {
      provide: Breakers,
      inject: [BreakerRepository, Notifications, Log],
      useFactory: (store: BreakerRepository, notifications: Notifications, log: Log) =>
        new Breakers(store, notifications, log),
    },
    { provide: RateLimiter, useFactory: () => new RateLimiter() },
    {
      provide: ProviderGateway,
      inject: [Breakers, RateLimiter, IntegrationLogs, UsageGuard],
      useFactory: (
        breakers: Breakers,
        limiter: RateLimiter,
        logs: IntegrationLogs,
        usage: UsageGuard,
      ) => new ProviderGateway(breakers, limiter, logs, usage),
    },
  ],
  exports: [Breakers, FeatureMap, FeatureRouter, FeaturesService, ProviderPorts, UnservedFeatures],
})
export class GatewayModule {}
