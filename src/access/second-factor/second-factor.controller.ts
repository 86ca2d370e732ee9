import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { type CurrentSession, Session } from '../sessions/current-session.decorator.js';
import { SignedIn } from '../signed-in.decorator.js';
import {
  type ConfirmSecondFactor,
  confirmSecondFactorSchema,
  type RecoveryCodes,
  recoveryCodesSchema,
  type RemoveSecondFactor,
  removeSecondFactorSchema,
  type SecondFactorState,
  secondFactorStateSchema,
  type StartedSecondFactor,
  startedSecondFactorSchema,
} from './second-factor.schemas.js';
import { SecondFactorService } from './second-factor.service.js';

@ApiTags('account')
@Controller('api/v1/session/second-factor')
@SignedIn()
export class SecondFactorController {
  constructor(private readonly factors: SecondFactorService) {}

  /** Whether your account has one, and how many recovery codes are left. */
  @Get()
  @ApiOkResponse({ standardSchema: secondFactorStateSchema })
  read(@Session() session: CurrentSession): Promise<SecondFactorState> {
    return this.factors.read(session);
  }

  /** Starts setting one up. */
  @Post()
  @ApiCreatedResponse({ standardSchema: startedSecondFactorSchema })
  start(@Session() session: CurrentSession): Promise<StartedSecondFactor> {
    return this.factors.start(session);
  }

  /** Switches it on with a first code; the answer has the recovery codes. */
  @Post('confirm')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: recoveryCodesSchema })
  confirm(
    @Body({ schema: confirmSecondFactorSchema }) body: ConfirmSecondFactor,
    @Session() session: CurrentSession,
    @CurrentActor() actor: Actor,
  ): Promise<RecoveryCodes> {
    return this.factors.confirm(body, session, actor);
  }

  /** Replaces the recovery codes. */
  @Post('recovery-codes')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: recoveryCodesSchema })
  renewCodes(
    @Body({ schema: removeSecondFactorSchema }) body: RemoveSecondFactor,
    @Session() session: CurrentSession,
    @CurrentActor() actor: Actor,
  ): Promise<RecoveryCodes> {
    return this.factors.renewCodes(body, session, actor);
  }

  /** Switches it off. */
  @Delete()
  @HttpCode(204)
  remove(
    @Body({ schema: removeSecondFactorSchema }) body: RemoveSecondFactor,
    @Session() session: CurrentSession,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.factors.remove(body, session, actor);
  }
}
