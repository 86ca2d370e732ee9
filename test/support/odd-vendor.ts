/** A vendor of any shape: a test says how it answers and what it sends, this is the wire between. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OddRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface OddAnswer {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
}

export interface OddVendor {
  readonly url: string;
  readonly requests: OddRequest[];
  close(): Promise<void>;
}

export async function startOddVendor(
  respond: (request: OddRequest) => OddAnswer,
): Promise<OddVendor> {
  const requests: OddRequest[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const url = new URL(message.url ?? '/', 'http://vendor.example');
      const request = {
        method: message.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: message.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const { status = 200, type, body } = respond(request);
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
