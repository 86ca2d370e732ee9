import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { Public } from '../public.decorator.js';
import { type CurrentSession, Session } from '../sessions/current-session.decorator.js';
import { SessionReplies } from '../sessions/session-replies.js';
import { type SessionAnswer, sessionAnswerSchema } from '../sessions/sessions.schemas.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignedIn } from '../signed-in.decorator.js';
import {
  type ChangePassword,
  changePasswordSchema,
  type ChangeProfile,
  changeProfileSchema,
} from '../users/own-account.schemas.js';
import { OwnAccountService } from '../users/own-account.service.js';
import { type Login, loginSchema } from './login.schemas.js';
import { LoginService } from './login.service.js';

@ApiTags('account')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
    private readonly account: OwnAccountService,
    private readonly replies: SessionReplies,
  ) {}

  /** Signs a person in; the session is in the cookie. */
  @Post()
  @Public()
  @ApiCreatedResponse({ standardSchema: sessionAnswerSchema })
  async login(
    @Body({ schema: loginSchema }) body: Login,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const started = await this.logins.login(body, this.replies.originOf(request));
    return this.replies.begin(started, request, reply);
  }

  /** Who is signed in. */
  @Get()
  @SignedIn({ beforePasswordChange: true })
  @ApiOkResponse({ standardSchema: sessionAnswerSchema })
  read(@Session() session: CurrentSession): Promise<SessionAnswer> {
    return this.replies.describe(session);
  }

  /** Signs out. */
  @Delete()
  @HttpCode(204)
  @SignedIn({ beforePasswordChange: true })
  async logout(
    @Session() session: CurrentSession,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(session, actor);
    this.replies.end(reply);
  }

  /** Changes your name or language. */
  @Patch()
  @SignedIn()
  @ApiOkResponse({ standardSchema: sessionAnswerSchema })
  async changeProfile(
    @Body({ schema: changeProfileSchema }) body: ChangeProfile,
    @Session() session: CurrentSession,
    @CurrentActor() actor: Actor,
  ): Promise<SessionAnswer> {
    await this.account.changeProfile(body, actor);
    return this.replies.describe(session);
  }

  /** Changes your password; you are signed out everywhere else. */
  @Post('password')
  @HttpCode(200)
  @SignedIn({ beforePasswordChange: true })
  @ApiOkResponse({ standardSchema: sessionAnswerSchema })
  async changePassword(
    @Body({ schema: changePasswordSchema }) body: ChangePassword,
    @Session() session: CurrentSession,
    @CurrentActor() actor: Actor,
  ): Promise<SessionAnswer> {
    await this.account.changePassword(body, session, actor);
    return this.replies.describe(session);
  }
}
