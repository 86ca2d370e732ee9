/**
 * Stands before every route of the API: an API key in `Authorization: Bearer`, or the session of a
 * person, checked against the scope that the route names. Routes open up by `@Public()` alone, so a
 * forgotten decorator closes a route instead of opening it.
 */
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  MissingScopeError,
  PasswordChangeRequiredError,
  PeopleOnlyError,
  RoleError,
} from './access.error.js';
import { ApiKeyAuthenticator, challenge } from './api-keys/api-key-authenticator.js';
import type { Principal } from './principal.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';
import { grants } from './scopes.js';
import type { CurrentSession } from './sessions/current-session.decorator.js';
import { SessionAuthenticator } from './sessions/session-authenticator.js';

interface Caller {
  readonly principal: Principal;
  readonly session?: CurrentSession;
}

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyAuthenticator,
    private readonly sessions: SessionAuthenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;

    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const caller = await this.identify(request, reply);
    authorize(caller, access ?? { kind: 'scope', scope: 'admin' }, reply);
    request.principal = caller.principal;
    request.currentSession = caller.session;
    return true;
  }

  /** A key is sent on purpose and counts before a cookie, which browsers send by themselves. */
  private async identify(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { authorization } = request.headers;
    const session =
      authorization === undefined ? await this.sessions.authenticate(request) : undefined;
    if (session) return session;
    return { principal: await this.keys.authenticate(request, reply) };
  }
}

function authorize(
  { principal, session }: Caller,
  access: Exclude<RouteAccess, { kind: 'public' }>,
  reply: FastifyReply,
): void {
  const isForThem = access.kind === 'person' && access.beforePasswordChange;
  if (session?.mustChangePassword === true && !isForThem) throw new PasswordChangeRequiredError();
  if (access.kind === 'person') {
    if (!session) throw new PeopleOnlyError();
    return;
  }
  if (grants(principal.scopes, access.scope)) return;
  if (session) throw new RoleError(principal.role ?? '');
  challenge(reply, `error="insufficient_scope", scope="${access.scope}"`);
  throw new MissingScopeError(access.scope);
}
