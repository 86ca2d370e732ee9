import { Module } from '@nestjs/common';
import { OverviewSourcesModule } from '#core/overview/overview-sources.module.js';
import { AlertsModule } from '#monitoring/alerts/alerts.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { GatewayModule } from '../gateway.module.js';
import { ConnectedCategories } from './connected-categories.js';
import { FirstSteps } from './first-steps.js';
import { OverviewController } from './overview.controller.js';
import { OverviewFigures } from './overview-figures.js';
import { OverviewService } from './overview.service.js';
import { RunningFallbacks } from './running-fallbacks.js';

/** The first page of the admin UI. */
@Module({
  imports: [AlertsModule, GatewayModule, OverviewSourcesModule, ProvidersModule],
  controllers: [OverviewController],
  providers: [ConnectedCategories, FirstSteps, OverviewFigures, OverviewService, RunningFallbacks],
})
export class OverviewModule {}
