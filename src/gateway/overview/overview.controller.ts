import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type OverviewAnswer,
  overviewAnswerSchema,
  type OverviewQuery,
  overviewQuerySchema,
} from './overview.schemas.js';
import { OverviewService } from './overview.service.js';

@ApiTags('look')
@Controller('api/v1/overview')
@RequireScope('logs:read')
export class OverviewController {
  constructor(private readonly overview: OverviewService) {}

  /** Today and yesterday on the property's clock, what runs on a fallback, and what a new hub still lacks. */
  @Get()
  @ApiOkResponse({ standardSchema: overviewAnswerSchema })
  read(
    @Query({ schema: overviewQuerySchema }) query: OverviewQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<OverviewAnswer> {
    return this.overview.read(query, principal);
  }
}
