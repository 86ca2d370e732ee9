import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type HealthSeries,
  type HealthSeriesQuery,
  healthSeriesQuerySchema,
  healthSeriesSchema,
} from './health-series.schemas.js';
import { HealthSeriesService } from './health-series.service.js';

@ApiTags('look')
@Controller('api/v1/health/series')
@RequireScope('logs:read')
export class HealthSeriesController {
  constructor(private readonly series: HealthSeriesService) {}

  /** Calls, success, latency and errors over time, with the time before and the breakers; of all or of one provider. */
  @Get()
  @ApiOkResponse({ standardSchema: healthSeriesSchema })
  read(
    @Query({ schema: healthSeriesQuerySchema }) query: HealthSeriesQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<HealthSeries> {
    return this.series.read(query, principal);
  }
}
