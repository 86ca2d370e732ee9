import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#core/config/config.js';
import { Database } from '#core/database/database.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { CrossSiteError, UnauthenticatedError } from '../access.error.js';
import { ROLE_SCOPES } from '../roles.js';
import { type UserRow, UsersRepository } from '../users/users.repository.js';
import type { CurrentSession } from './current-session.decorator.js';
import { isSameOrigin } from './same-origin.js';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.js';
import type { Origin, StartedSession } from './session-starter.js';
import { endOf } from './session-times.js';
import { csrfTokenOf, hashSessionToken, isSessionToken } from './session-token.js';
import { SessionsRepository } from './sessions.repository.js';
import type { SessionAnswer } from './sessions.schemas.js';

/** What a browser is told of its session: the cookie, and the answer that pages read. */
@Injectable()
export class SessionReplies {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly settings: SettingsService,
  ) {}

  /**
   * Where a request to sign in comes from.
   *
   * @throws CrossSiteError when another site's page sent it, to sign the visitor in as somebody else
   */
  originOf(request: FastifyRequest): Origin {
    if (isSameOrigin(request, this.config.publicUrl) === false) {
      throw new CrossSiteError(
        `Sign in on the hub's own page at ${this.config.publicUrl}; another site sent this.`,
      );
    }
    return { ip: request.ip, userAgent: request.headers['user-agent'] };
  }

  /** Gives the browser its new session; the one it came with, if any, ends. */
  async begin(
    started: StartedSession,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const former = readSessionCookie(request, this.config);
    if (former !== undefined && isSessionToken(former)) await this.endFormer(former);
    const token = started.token.reveal();
    setSessionCookie(reply, this.config, { token, maxAgeS: started.maxAgeS });
    return this.answerFor({ id: started.id, csrfToken: csrfTokenOf(token) }, started.user.id);
  }

  end(reply: FastifyReply): void {
    clearSessionCookie(reply, this.config);
  }

  describe(session: CurrentSession): Promise<SessionAnswer> {
    return this.answerFor(session, session.userId);
  }

  private async endFormer(token: string): Promise<void> {
    const former = await this.sessions.findByHash(this.database, hashSessionToken(token));
    if (!former) return;
    await this.database.transaction(async (tx) => {
      await this.sessions.delete(tx, former.id);
      await this.sessions.announceChange(tx, former.user_id);
    });
  }

  private async answerFor(
    { id, csrfToken }: Pick<CurrentSession, 'id' | 'csrfToken'>,
    userId: string,
  ): Promise<SessionAnswer> {
    const user = await this.users.find(this.database, userId);
    const session = await this.sessions.find(this.database, id);
    if (!user || !session) throw new UnauthenticatedError('Your session has ended. Sign in again.');
    return {
      id,
      user: toUser(user),
      scopes: [...ROLE_SCOPES[user.role]],
      property_id: user.property_id,
      csrf_token: csrfToken,
      expires_at: endOf(session.created_at, this.settings.current).toISOString(),
    };
  }
}

function toUser(row: UserRow): SessionAnswer['user'] {
  const { id, email, name, role, locale, must_change_password, has_second_factor } = row;
  return { id, email, name, role, locale, must_change_password, has_second_factor };
}
