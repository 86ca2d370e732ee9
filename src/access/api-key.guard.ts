/**
 * Stands before every route of the API: an API key in `Authorization: Bearer`, checked against the
 * scope that the route names. Routes open up by `@Public()` alone, so a forgotten decorator closes
 * a route instead of opening it.
 */
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '#core/time/clock.js';
import { MissingScopeError, UnauthenticatedError } from './access.error.js';
import { ApiKeyCache, type KnownApiKey } from './api-keys/api-key-cache.js';
import { ApiKeyUsage } from './api-keys/api-key-usage.js';
import type { Principal } from './principal.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';
import { grants } from './scopes.js';

const BEARER = /^Bearer +([\x21-\x7e]{1,512}) *$/i;
const HOW_TO = 'Send an API key in the header "Authorization: Bearer <api key>".';
const NOT_KNOWN =
  'This API key is not known here. Check that it was copied whole, or create a new one.';

@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeyCache,
    private readonly usage: ApiKeyUsage,
    private readonly clock: Clock,
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
    const principal = await this.authenticate(request.headers.authorization, reply);
    request.principal = principal;
    authorize(principal, access?.scope ?? 'admin', reply);
    return true;
  }

  private async authenticate(header: string | undefined, reply: FastifyReply): Promise<Principal> {
    if (header === undefined) throw refuse(reply, `An API key is required. ${HOW_TO}`);
    const text = BEARER.exec(header)?.[1];
    if (text === undefined) {
      throw refuse(reply, `The Authorization header can't be read. ${HOW_TO}`, 'invalid_request');
    }
    const key = await this.keys.find(text);
    if (!key) throw refuse(reply, NOT_KNOWN, 'invalid_token');
    const objection = objectionTo(key, this.clock.now());
    if (objection !== undefined) throw refuse(reply, objection, 'invalid_token');
    this.usage.touch(key.principal.id);
    return key.principal;
  }
}

/** Why a key can't be used any more. Whoever holds its text may learn what became of it. */
function objectionTo(key: KnownApiKey, now: Date): string | undefined {
  if (key.revokedAt) return 'This API key was revoked. Create a new one.';
  if (key.expiresAt && key.expiresAt <= now) {
    return `This API key expired on ${key.expiresAt.toISOString()}. Create a new one.`;
  }
  return undefined;
}

function authorize(principal: Principal, scope: string, reply: FastifyReply): void {
  if (grants(principal.scopes, scope)) return;
  challenge(reply, `error="insufficient_scope", scope="${scope}"`);
  throw new MissingScopeError(scope);
}

function refuse(reply: FastifyReply, message: string, error?: string): UnauthenticatedError {
  challenge(reply, error === undefined ? undefined : `error="${error}"`);
  return new UnauthenticatedError(message);
}

/** RFC 6750 section 3: the answer says which scheme is spoken and what was wrong. */
function challenge(reply: FastifyReply, details: string | undefined): void {
  const realm = 'Bearer realm="kunci"';
  void reply.header('www-authenticate', details === undefined ? realm : `${realm}, ${details}`);
}
