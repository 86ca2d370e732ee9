/** Takes error reports on loopback as the service would: one envelope a request, kept as it came. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedReport {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Envelope header, item header and event, each a line of JSON. */
  readonly raw: string;
  readonly event: any;
}

export interface ReportReceiver {
  /** What SENTRY_DSN is set to. */
  readonly dsn: string;
  readonly reports: ReceivedReport[];
  close(): Promise<void>;
}

export async function startReportReceiver(): Promise<ReportReceiver> {
  const reports: ReceivedReport[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const event: unknown = JSON.parse(raw.split('\n')[2] ?? '{}');
      reports.push({ path: request.url ?? '', headers: request.headers, raw, event });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    dsn: `http://publickey0001@127.0.0.1:${port}/42`,
    reports,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
