import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { UsageLimitsService } from './usage-limits.service.js';
import {
  type ProviderUsageLimits,
  providerUsageLimitsSchema,
  type SetUsageLimits,
  setUsageLimitsSchema,
  usageProviderParamSchema,
} from './usage.schemas.js';

@ApiTags('configure')
@Controller('api/v1/providers/:id/usage-limits')
export class UsageLimitsController {
  constructor(private readonly limits: UsageLimitsService) {}

  @Get()
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: providerUsageLimitsSchema })
  get(
    @Param({ schema: usageProviderParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<ProviderUsageLimits> {
    return this.limits.get(id, principal);
  }

  /** Sets all limits of a provider; what is left out is not limited, an empty body takes all away. */
  @Put()
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: providerUsageLimitsSchema })
  set(
    @Param({ schema: usageProviderParamSchema }) { id }: { id: string },
    @Body({ schema: setUsageLimitsSchema }) body: SetUsageLimits,
    @CurrentActor() actor: Actor,
  ): Promise<ProviderUsageLimits> {
    return this.limits.set(id, body, actor);
  }
}
