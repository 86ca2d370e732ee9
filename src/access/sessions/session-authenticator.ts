import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '#core/config/config.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { CrossSiteError, UnauthenticatedError } from '../access.error.js';
import type { Principal } from '../principal.js';
import { ROLE_SCOPES } from '../roles.js';
import type { CurrentSession } from './current-session.decorator.js';
import { isSameOrigin, isUnsafe } from './same-origin.js';
import { SessionActivity } from './session-activity.js';
import { SessionCache } from './session-cache.js';
import { readSessionCookie } from './session-cookie.js';
import { isOver, sessionLimits } from './session-times.js';
import { csrfTokenOf, isCsrfTokenOf, isSessionToken } from './session-token.js';
import type { SessionOfUser } from './sessions.repository.js';

/** A person who is signed in. */
export interface SignedInPerson {
  readonly principal: Principal;
  readonly session: CurrentSession;
}

/** Who a person is, by the session cookie, and whether a page of ours sent the request. */
@Injectable()
export class SessionAuthenticator {
  constructor(
    private readonly config: Config,
    private readonly cache: SessionCache,
    private readonly activity: SessionActivity,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns undefined when the request came without a session cookie
   * @throws UnauthenticatedError when the session has ended
   * @throws CrossSiteError when it would change something and another site may have sent it
   */
  async authenticate(request: FastifyRequest): Promise<SignedInPerson | undefined> {
    const token = readSessionCookie(request, this.config);
    if (token === undefined || token === '') return undefined;
    const session = isSessionToken(token) ? await this.cache.find(token) : undefined;
    if (!session || !this.isOpen(session)) throw sessionEnded();
    if (isUnsafe(request.method)) this.refuseOtherSites(request, token);
    this.activity.touch(session.id);
    return {
      principal: principalOf(session),
      session: {
        id: session.id,
        userId: session.user_id,
        csrfToken: csrfTokenOf(token),
        mustChangePassword: session.must_change_password,
      },
    };
  }

  private isOpen(session: SessionOfUser): boolean {
    const limits = sessionLimits(this.settings.current, this.clock.now());
    return session.disabled_at === null && !isOver(session, limits);
  }

  private refuseOtherSites(request: FastifyRequest, token: string): void {
    if (isSameOrigin(request, this.config.publicUrl) !== true) {
      throw new CrossSiteError(
        `This was not sent by a page of the hub at ${this.config.publicUrl}. Open the hub there; programs use an API key.`,
      );
    }
    const sent = request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !isCsrfTokenOf(token, sent)) {
      throw new CrossSiteError(
        'The header X-CSRF-Token is missing or belongs to another session. Send the csrf_token of GET /api/v1/session.',
      );
    }
  }
}

/** The person behind a session, as the rest of the hub sees it. */
export function principalOf(
  user: Pick<SessionOfUser, 'user_id' | 'name' | 'email' | 'role' | 'property_id'>,
): Principal {
  return {
    kind: 'user',
    id: user.user_id,
    name: user.name === '' ? user.email : user.name,
    scopes: ROLE_SCOPES[user.role],
    propertyId: user.property_id,
    role: user.role,
  };
}

function sessionEnded(): UnauthenticatedError {
  const message = 'Your session has ended. Sign in again.';
  return new UnauthenticatedError(message, [{ field: 'session', code: 'session_ended', message }]);
}
