import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type IntegrationLogAnswer,
  type IntegrationLogQuery,
  integrationLogQuerySchema,
} from './integration-logs.schemas.js';
import { IntegrationLogsService } from './integration-logs.service.js';

@ApiTags('look')
@Controller('api/v1/integration-logs')
export class IntegrationLogsController {
  constructor(@Inject(IntegrationLogsService) private readonly logs: IntegrationLogsService) {}

  /** Attempts to call vendors, newest first. */
  @Get()
  @RequireScope('logs:read')
  list(
    @Query({ schema: integrationLogQuerySchema }) query: IntegrationLogQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<IntegrationLogAnswer>> {
    return this.logs.list(query, principal.propertyId);
  }
}
