import type { FastifyRequest } from 'fastify';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a request of this method can change something. */
export function isUnsafe(method: string): boolean {
  return !SAFE_METHODS.includes(method);
}

/**
 * Whether the browser says that a page of ours sent the request: by `Sec-Fetch-Site`, which no page can
 * set, or else by an `Origin` that is this host. `undefined` when it says neither.
 */
export function isSameOrigin(
  { headers }: Pick<FastifyRequest, 'headers'>,
  publicUrl: string,
): boolean | undefined {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined) return undefined;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === host || origin === new URL(publicUrl).origin;
}
