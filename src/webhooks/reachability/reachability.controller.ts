import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type Reachability,
  reachabilityParamSchema,
  reachabilitySchema,
} from './reachability.schemas.js';
import { ReachabilityDoctor } from './reachability-doctor.js';

@ApiTags('configure')
@Controller('api/v1/providers/:id/reachability')
export class ReachabilityController {
  constructor(private readonly doctor: ReachabilityDoctor) {}

  @Post()
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: reachabilitySchema })
  examine(
    @Param({ schema: reachabilityParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<Reachability> {
    return this.doctor.examine(id, principal);
  }
}
