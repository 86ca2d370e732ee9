import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Page } from '#core/paging/page.js';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { SignedIn } from '../signed-in.decorator.js';
import { type CurrentSession, Session } from './current-session.decorator.js';
import {
  type EndedSessions,
  endedSessionsSchema,
  type EndSessions,
  endSessionsSchema,
  type ListSessions,
  listSessionsSchema,
  type SessionEntry,
  type SessionId,
  sessionIdSchema,
  sessionPageSchema,
} from './sessions.schemas.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('account')
@Controller('api/v1/sessions')
@SignedIn()
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /** Where you are signed in. */
  @Get()
  @ApiOkResponse({ standardSchema: sessionPageSchema })
  list(
    @Query({ schema: listSessionsSchema }) query: ListSessions,
    @CurrentActor() actor: Actor,
    @Session() session: CurrentSession,
  ): Promise<Page<SessionEntry>> {
    return this.sessions.list(query, actor, session);
  }

  /** Signs all of them out but the one that asks. */
  @Delete()
  @ApiOkResponse({ standardSchema: endedSessionsSchema })
  revokeOthers(
    @Query({ schema: endSessionsSchema }) query: EndSessions,
    @CurrentActor() actor: Actor,
    @Session() session: CurrentSession,
  ): Promise<EndedSessions> {
    return this.sessions.revokeOthers(query, actor, session);
  }

  /** Signs one of them out. */
  @Delete(':id')
  @HttpCode(204)
  revoke(
    @Param({ schema: sessionIdSchema }) { id }: SessionId,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.sessions.revoke(id, actor);
  }
}
