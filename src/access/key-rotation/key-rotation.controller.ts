import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { KeyHolder } from '#core/vault/rotation/key-holder.js';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type RotationAnswer,
  rotationAnswerSchema,
  type StartRotation,
  startRotationSchema,
} from './key-rotation.schemas.js';
import { KeyRotations } from './key-rotations.js';
import { RotationStatus } from './rotation-status.js';

@ApiTags('access')
@Controller('api/v1/key-rotation')
@RequireScope('admin')
export class KeyRotationController {
  constructor(
    private readonly rotations: KeyRotations,
    private readonly status: RotationStatus,
    private readonly holder: KeyHolder,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: rotationAnswerSchema })
  read(): Promise<RotationAnswer> {
    return this.status.read();
  }

  /** Changes the master key while everything goes on; GET tells how far it is. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ standardSchema: rotationAnswerSchema })
  async start(
    @Body({ schema: startRotationSchema }) body: StartRotation,
    @CurrentActor() actor: Actor,
  ): Promise<RotationAnswer> {
    await this.rotations.start(body, actor);
    await this.holder.follow();
    return this.status.read();
  }

  /** Calls it off while nothing is sealed with the new key yet. */
  @Post('cancel')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: rotationAnswerSchema })
  async cancel(@CurrentActor() actor: Actor): Promise<RotationAnswer> {
    await this.rotations.cancel(actor);
    await this.holder.follow();
    return this.status.read();
  }
}
