import { Module, type OnModuleInit } from '@nestjs/common';
import { PartitionKeeper } from '#core/database/partitions/partition-keeper.js';
import { OverviewSourcesModule } from '#core/overview/overview-sources.module.js';
import { SearchSourcesModule } from '#core/search/search-sources.module.js';
import { AccessModule } from '#access/access.module.js';
import { EventsModule } from '#events/events.module.js';
import { AlertsModule } from '#monitoring/alerts/alerts.module.js';
import { IssuesModule } from '#monitoring/issues/issues.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { AccessTokens } from './access-tokens.js';
import { CallKeyRepository } from './call-key.repository.js';
import { ProbeTokens } from './reachability/probe-tokens.js';
import { ReachabilityController } from './reachability/reachability.controller.js';
import { ReachabilityDoctor } from './reachability/reachability-doctor.js';
import { WebhookWay } from './reachability/webhook-way.js';
import { RouteAnswers } from './route-answers.js';
import { WebhookAlerts } from './webhook-alerts.js';
import { WebhookAnswers } from './webhook-answers.js';
import { IngestPressure } from './ingest-pressure.js';
import { WebhookBacklog } from './webhook-backlog.js';
import { WebhookEventRepository } from './webhook-event.repository.js';
import { WebhookFailures } from './webhook-failures.js';
import { WebhookHandlers } from './webhook-handlers.js';
import { WebhookHints } from './webhook-hints.js';
import { WebhookIngest } from './webhook-ingest.js';
import { WebhookLogController } from './webhook-log.controller.js';
import { WebhookLogSearch } from './webhook-log-search.repository.js';
import { WebhookLogRepository } from './webhook-log.repository.js';
import { WebhookLogService } from './webhook-log.service.js';
import { WebhookOverview } from './webhook-overview.js';
import { WebhookPersonalData } from './webhook-personal-data.js';
import { WebhookProcessorContext } from './webhook-processor.context.js';
import { WebhookProcessor } from './webhook-processor.js';
import { WebhookReplays } from './webhook-replays.js';
import { WebhookSearch } from './webhook-search.js';
import { WebhookVerifier } from './webhook-verifier.js';
import { WebhookWorkers } from './webhook-workers.js';

/** The inbound hub: log, verify, reply, queue, hand to the category. */
@Module({
  imports: [
    AccessModule,
    AlertsModule,
    EventsModule,
    IssuesModule,
    OverviewSourcesModule,
    ProvidersModule,
    SearchSourcesModule,
  ],
  controllers: [ReachabilityController, WebhookLogController],
  providers: [
    AccessTokens,
    CallKeyRepository,
    ProbeTokens,
    ReachabilityDoctor,
    RouteAnswers,
    WebhookAlerts,
    WebhookAnswers,
    IngestPressure,
    WebhookBacklog,
    WebhookEventRepository,
    WebhookFailures,
    WebhookHandlers,
    WebhookHints,
    WebhookIngest,
    WebhookLogRepository,
    WebhookLogSearch,
    WebhookLogService,
    WebhookOverview,
    WebhookPersonalData,
    WebhookProcessor,
    WebhookProcessorContext,
    WebhookReplays,
    WebhookSearch,
    WebhookVerifier,
    WebhookWay,
    WebhookWorkers,
  ],
  exports: [ProbeTokens, WebhookHandlers, WebhookIngest, WebhookLogService],
})
export class WebhooksModule implements OnModuleInit {
  constructor(private readonly keeper: PartitionKeeper) {}

  onModuleInit(): void {
    this.keeper.register({
      table: 'webhook_logs',
      days: ({ retention }) => retention.webhook_logs_days,
      unlessAny: 'due_at IS NOT NULL',
    });
  }
}
