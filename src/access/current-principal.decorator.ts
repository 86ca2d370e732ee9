import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor, Principal } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard on every route that is not public. */
    principal?: Principal;
  }
}

/** The caller of a guarded route. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  principalOf(context),
);

/** The caller of a guarded route and its address, for services that write the audit log. */
export const CurrentActor = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Actor => ({
    principal: principalOf(context),
    ip: context.switchToHttp().getRequest<FastifyRequest>().ip,
  }),
);

function principalOf(context: ExecutionContext): Principal {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  // A public route has nobody to ask for: asking is a mistake in the route, not in the request.
  if (!principal) throw new Error('@CurrentPrincipal() on a route that is public');
  return principal;
}
