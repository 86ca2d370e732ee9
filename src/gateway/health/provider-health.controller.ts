import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type ProviderHealthPage,
  providerHealthPageSchema,
  type ProviderHealthQuery,
  providerHealthQuerySchema,
  providerSeriesParamSchema,
  providerSeriesQuerySchema,
  type ProviderSeries,
  providerSeriesSchema,
} from './provider-health.schemas.js';
import { ProviderHealthService } from './provider-health.service.js';

@ApiTags('look')
@Controller('api/v1/health/providers')
@RequireScope('logs:read')
export class ProviderHealthController {
  constructor(private readonly health: ProviderHealthService) {}

  /** Calls, success rate, latency percentiles, breaker and last error of each provider. */
  @Get()
  @ApiOkResponse({ standardSchema: providerHealthPageSchema })
  list(
    @Query({ schema: providerHealthQuerySchema }) query: ProviderHealthQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ProviderHealthPage> {
    return this.health.list(query, principal);
  }

  /** The same figures over time, for charts. */
  @Get(':id')
  @ApiOkResponse({ standardSchema: providerSeriesSchema })
  series(
    @Param({ schema: providerSeriesParamSchema }) { id }: { id: string },
    @Query({ schema: providerSeriesQuerySchema })
    { window }: { window: ProviderHealthQuery['window'] },
    @CurrentPrincipal() principal: Principal,
  ): Promise<ProviderSeries> {
    return this.health.series(id, window, principal);
  }
}
