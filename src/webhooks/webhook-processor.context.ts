import { Injectable } from '@nestjs/common';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { Database } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import { Vault } from '#core/vault/vault.js';
import { News } from '#events/stream/news.js';
import { Metrics } from '#monitoring/metrics/metrics.js';
import { ProviderRegistry } from '#providers/provider-registry.js';

/** What the processor needs of the kernel. */
@Injectable()
export class WebhookProcessorContext {
  constructor(
    readonly database: Database,
    readonly providers: ProviderRegistry,
    readonly engine: ExpressionEngine,
    readonly vault: Vault,
    readonly metrics: Metrics,
    readonly news: News,
    readonly log: Log,
  ) {}
}
