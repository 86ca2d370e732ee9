import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CaughtWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: Record<string, unknown>;
}

export interface WebhookCatcher {
  readonly url: string;
  readonly caught: CaughtWebhook[];
  /** Statuses of the next replies; 200 once they are used up. */
  readonly replies: number[];
  close(): Promise<void>;
}

/** A receiver on loopback that keeps what it is sent. */
export async function startWebhookCatcher(): Promise<WebhookCatcher> {
  const caught: CaughtWebhook[] = [];
  const replies: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(raw) as Record<string, unknown>;
      caught.push({ path: request.url ?? '/', headers: request.headers, raw, body });
      response.writeHead(replies.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caught,
    replies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
