import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { BreakerControl } from './breaker-control.js';
import {
  type BreakerAnswer,
  breakerAnswerSchema,
  breakerParamSchema,
  type ForceBreaker,
  forceBreakerSchema,
} from './breaker.schemas.js';

@ApiTags('configure')
@Controller('api/v1/providers/:id/breaker')
export class BreakerController {
  constructor(private readonly control: BreakerControl) {}

  @Post()
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: breakerAnswerSchema })
  force(
    @Param({ schema: breakerParamSchema }) { id }: { id: string },
    @Body({ schema: forceBreakerSchema }) { state }: ForceBreaker,
    @CurrentActor() actor: Actor,
  ): Promise<BreakerAnswer> {
    return this.control.force(id, state, actor);
  }
}
