import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AccessModule } from '#access/access.module.js';
import { DataSubjectsModule } from '#access/data-subjects/data-subjects.module.js';
import { PaymentModule } from '#categories/payment/payment.module.js';
import type { Config } from '#core/config/config.js';
import { CoreModule } from '#core/core.module.js';
import { ErrorFilter } from '#core/errors/error.filter.js';
import { createValidationPipe } from '#core/validation/validation.pipe.js';
import { GatewayModule } from '#gateway/gateway.module.js';
import { OverviewModule } from '#gateway/overview/overview.module.js';
import { MetricsModule } from '#monitoring/metrics/metrics.module.js';
import { MonitoringModule } from '#monitoring/monitoring.module.js';
import { SearchModule } from '#monitoring/search/search.module.js';
import { EngineModule } from '#providers/engine.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { WebhooksModule } from '#webhooks/webhooks.module.js';
import { ALL_SEALED_TABLES } from './sealed-tables.js';

/** The one list of all modules. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot(config, ALL_SEALED_TABLES),
        AccessModule,
        DataSubjectsModule,
        MetricsModule,
        MonitoringModule,
        SearchModule,
        EngineModule,
        ProvidersModule,
        GatewayModule,
        OverviewModule,
        WebhooksModule,
        PaymentModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useFactory: createValidationPipe },
      ],
    };
  }
}
