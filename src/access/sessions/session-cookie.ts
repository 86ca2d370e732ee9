/**
 * The cookie that a browser keeps the session in. Strict, because nothing of ours is opened from
 * elsewhere with a session: setup links and invitations work without one. Behind https it is bound to
 * this very host by the `__Host-` prefix.
 */
// Brings its types: the server is given the plugin itself in http-server.ts.
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'kunci_session';

/** What of the settings decides about the cookie. */
interface Site {
  readonly publicUrl: string;
}

export function sessionCookieName({ publicUrl }: Site): string {
  return isSecure(publicUrl) ? `__Host-${NAME}` : NAME;
}

/** The token that the browser sent, if any. */
export function readSessionCookie(
  request: Pick<FastifyRequest, 'cookies'>,
  site: Site,
): string | undefined {
  return request.cookies[sessionCookieName(site)];
}

export function setSessionCookie(
  reply: Pick<FastifyReply, 'setCookie'>,
  site: Site,
  { token, maxAgeS }: { readonly token: string; readonly maxAgeS: number },
): void {
  reply.setCookie(sessionCookieName(site), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(site.publicUrl),
    maxAge: maxAgeS,
  });
}

export function clearSessionCookie(reply: Pick<FastifyReply, 'setCookie'>, site: Site): void {
  setSessionCookie(reply, site, { token: '', maxAgeS: 0 });
}

function isSecure(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:';
}
