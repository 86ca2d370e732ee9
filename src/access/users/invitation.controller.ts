import { Body, Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../public.decorator.js';
import { SessionReplies } from '../sessions/session-replies.js';
import { type SessionAnswer, sessionAnswerSchema } from '../sessions/sessions.schemas.js';
import { InvitationAcceptance } from './invitation-acceptance.js';
import { InvitationThrottleGuard } from './invitation-throttle.guard.js';
import { type AcceptInvitation, acceptInvitationSchema } from './users.schemas.js';

@ApiTags('account')
@Controller('api/v1/invitation')
@Public()
@UseGuards(InvitationThrottleGuard)
export class InvitationController {
  constructor(
    private readonly acceptance: InvitationAcceptance,
    private readonly replies: SessionReplies,
  ) {}

  /** Somebody who was invited chooses a password, and is signed in. */
  @Post()
  @ApiCreatedResponse({ standardSchema: sessionAnswerSchema })
  async accept(
    @Body({ schema: acceptInvitationSchema }) body: AcceptInvitation,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const started = await this.acceptance.accept(body, this.replies.originOf(request));
    return this.replies.begin(started, request, reply);
  }
}
