import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type UsageAnswer,
  usageAnswerSchema,
  type UsageQuery,
  usageQuerySchema,
} from './usage.schemas.js';
import { UsageService } from './usage.service.js';

@ApiTags('look')
@Controller('api/v1/usage')
@RequireScope('logs:read')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  /** Calls and estimated costs of a month, by provider and operation, with the limits that are set. */
  @Get()
  @ApiOkResponse({ standardSchema: usageAnswerSchema })
  get(
    @Query({ schema: usageQuerySchema }) query: UsageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<UsageAnswer> {
    return this.usage.get(query, principal);
  }
}
