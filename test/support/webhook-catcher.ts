import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CaughtWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** Empty where it is no JSON. */
  readonly body: Record<string, unknown>;
}

export interface CatcherReply {
  readonly contentType: string;
  readonly body: string;
}

export interface WebhookCatcher {
  readonly url: string;
  readonly caught: CaughtWebhook[];
  /** Statuses of the next replies; 200 once they are used up. */
  readonly replies: number[];
  /** For vendors that want to hear more than a status. */
  answer?: (caught: CaughtWebhook) => CatcherReply | Promise<CatcherReply>;
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
      const webhook = { path: request.url ?? '/', headers: request.headers, raw, body: read(raw) };
      caught.push(webhook);
      reply(webhook, response).catch(() => response.writeHead(500).end());
    });
  });
  const reply = async (webhook: CaughtWebhook, response: ServerResponse): Promise<void> => {
    const said = await catcher.answer?.(webhook);
    response.writeHead(replies.shift() ?? 200, said && { 'content-type': said.contentType });
    response.end(said?.body);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const catcher: WebhookCatcher = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caught,
    replies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return catcher;
}

function read(raw: string): Record<string, unknown> {
  try {
    return JSON.parse(raw) as Record<string, unknown>;
  } catch {
    return {};
  }
}
