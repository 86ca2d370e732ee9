import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { type CallFigures, CallFiguresService } from '#monitoring/figures/call-figures.service.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { intervalsOf } from './breaker-history.js';
import { BreakerHistoryRepository } from './breaker-history.repository.js';
import type { HealthSeries, HealthSeriesQuery } from './health-series.schemas.js';
import { windowMs } from './provider-health.schemas.js';

/** How calls went over time, of one provider or of all that the caller may see. */
@Injectable()
export class HealthSeriesService {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly figures: CallFiguresService,
    private readonly history: BreakerHistoryRepository,
  ) {}

  /** @throws NotFoundError for a provider that is not there, or that the caller may not see */
  async read(
    { window, provider_id: id, property_id: propertyId }: HealthSeriesQuery,
    principal: Principal,
  ): Promise<HealthSeries> {
    const ids = this.visible(principal, propertyId).filter((one) => id === undefined || one === id);
    if (id !== undefined && ids.length === 0) {
      throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
    }
    const course = await this.figures.course(ids, windowMs(window));
    const changes = await this.history.changes(ids, course.since);
    return {
      window,
      provider_id: id ?? null,
      since: course.since.toISOString(),
      until: course.until.toISOString(),
      step_seconds: course.stepS,
      total: toAnswer(course.total),
      before: toAnswer(course.before),
      items: course.points.map((point) => ({ ...toAnswer(point), at: point.at })),
      breakers: intervalsOf(changes, course.since),
    };
  }

  private visible(principal: Principal, asked: string | undefined): string[] {
    return this.providers
      .list()
      .filter(
        ({ propertyId }) =>
          propertyId === null ||
          (hasPropertyAccess(principal, propertyId) &&
            (asked === undefined || propertyId === asked)),
      )
      .map(({ id }) => id);
  }
}

function toAnswer(figures: CallFigures): HealthSeries['total'] {
  return {
    calls: figures.calls,
    success_rate: figures.success_rate,
    p50_ms: figures.p50_ms,
    p95_ms: figures.p95_ms,
    p99_ms: figures.p99_ms,
    errors: { ...figures.errors },
  };
}
