import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { idParamSchema, type ProviderAnswer, providerAnswerSchema } from '../provider.schemas.js';
import { type PauseProvider, pauseProviderSchema } from './provider-pause.schemas.js';
import { ProviderPauses } from './provider-pauses.js';

@ApiTags('configure')
@Controller('api/v1/providers/:id')
export class ProviderPauseController {
  constructor(private readonly pauses: ProviderPauses) {}

  /** No more calls to the vendor; its webhooks are taken, and what may wait waits. */
  @Post('pause')
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: providerAnswerSchema })
  pause(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @Body({ schema: pauseProviderSchema }) body: PauseProvider,
    @CurrentActor() actor: Actor,
  ): Promise<ProviderAnswer> {
    return this.pauses.pause(id, body, actor);
  }

  @Post('resume')
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: providerAnswerSchema })
  resume(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<ProviderAnswer> {
    return this.pauses.resume(id, actor);
  }
}
