import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard when a person calls; absent for API keys. */
    currentSession?: CurrentSession;
  }
}

/** The session that a request came with. */
export interface CurrentSession {
  readonly id: string;
  readonly userId: string;
  /** What a page of ours sends back in `X-CSRF-Token`. */
  readonly csrfToken: string;
  readonly mustChangePassword: boolean;
}

/** The session of a route under `@SignedIn()`. */
export const Session = createParamDecorator(
  (_data: unknown, context: ExecutionContext): CurrentSession => {
    const { currentSession } = context.switchToHttp().getRequest<FastifyRequest>();
    // Asking where no person need be is a mistake in the route, not in the request.
    if (!currentSession) throw new Error('@Session() on a route without @SignedIn()');
    return currentSession;
  },
);
