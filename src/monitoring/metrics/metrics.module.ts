import { Global, Module } from '@nestjs/common';
import { Log } from '#core/logging/log.js';
import { nowAndThen } from '#core/queue/now-and-then.js';
import { Readiness } from '../readiness.js';
import { HubFigures } from './hub-figures.js';
import { MetricsAccess } from './metrics-access.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsListener } from './metrics-listener.js';
import { Metrics } from './metrics.js';

const TROUBLE_EVERY_MS = 60_000;

/** Figures for Prometheus. Global, because every part of the hub counts something. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [
    { provide: Metrics, inject: [Log], useFactory: createMetrics },
    HubFigures,
    MetricsAccess,
    MetricsListener,
    Readiness,
  ],
  exports: [Metrics, Readiness],
})
export class MetricsModule {}

function createMetrics(log: Log): Metrics {
  const complain = nowAndThen<{ source: string; error: unknown }>(
    ({ source, error }, unsaid) =>
      log.warn({ err: error, source, unsaid }, 'figures for the metrics could not be read'),
    { everyMs: TROUBLE_EVERY_MS },
  );
  return new Metrics((source, error) => complain({ source, error }));
}
