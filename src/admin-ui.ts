/** Serves the built admin UI beside the API: compressed, cached for good where a name holds a hash, one page for all addresses. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { projectRoot } from '#core/config/project-root.js';

const YEAR_S = 31_536_000;
/** Mantine writes style elements, vendors' pictures are data URLs; nothing comes from anywhere else. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Paths that belong to machines: what is not there is told as JSON by the API, never shown as a page. */
const FOR_MACHINES = /^\/((api|webhook|metrics)(\/|$)|health\/(?!(alerts|issues|status-page)\/?$))/;

/** A hub whose UI was not built serves its API alone. */
export async function serveAdminUi(server: FastifyInstance): Promise<void> {
  const root = join(projectRoot(), 'admin-ui', 'dist');
  if (!existsSync(join(root, 'index.html'))) return;
  const { default: fastifyStatic } = await import('@fastify/static');
  const { default: fastifyCompress } = await import('@fastify/compress');
  await server.register(async (ui) => {
    await ui.register(fastifyCompress, { threshold: 1_024, encodings: ['br', 'gzip'] });
    await ui.register(fastifyStatic, {
      root,
      index: ['index.html'],
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => void reply.headers(headersOf(path)),
    });
    ui.get('/*', sendPage);
  });
}

function headersOf(path: string): Record<string, string> {
  const isHashed = path.includes('/assets/');
  return {
    'cache-control': isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
    'content-security-policy': CONTENT_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  };
}

/** Every address of the UI is the same page; its router finds out what to show. */
function sendPage(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?')[0] ?? '/';
  const isPage = !FOR_MACHINES.test(path) && !/\.[a-z0-9]+$/i.test(path);
  if (isPage) void reply.sendFile('index.html');
  else reply.callNotFound();
}
