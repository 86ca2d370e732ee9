import { Body, Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LoginGate } from '../login/login-gate.js';
import { Public } from '../public.decorator.js';
import { SessionReplies } from '../sessions/session-replies.js';
import { SetupThrottleGuard } from './setup-throttle.guard.js';
import {
  type Setup,
  type SetupAnswer,
  setupAnswerSchema,
  setupSchema,
  type SetupState,
  setupStateSchema,
} from './setup.schemas.js';
import { SetupService } from './setup.service.js';

@ApiTags('access')
@Controller('api/v1/setup')
@Public()
export class SetupController {
  constructor(
    private readonly setup: SetupService,
    private readonly gate: LoginGate,
    private readonly replies: SessionReplies,
  ) {}

  /** Whether the hub has an owner; while it has none, the setup link makes one. */
  @Get()
  @ApiOkResponse({ standardSchema: setupStateSchema })
  read(): Promise<SetupState> {
    return this.setup.read();
  }

  /** Makes the first owner, who is signed in at once. */
  @Post()
  @UseGuards(SetupThrottleGuard)
  @ApiCreatedResponse({ standardSchema: setupAnswerSchema })
  async complete(
    @Body({ schema: setupSchema }) body: Setup,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SetupAnswer> {
    const origin = this.replies.originOf(request);
    const answer = await this.setup.complete(body, origin.ip);
    const started = await this.gate.openByLink(answer.user.id, origin, 'setup link');
    await this.replies.begin(started, request, reply);
    return answer;
  }
}
