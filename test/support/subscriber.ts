/** A subscriber on loopback: keeps what it is sent, answers as told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedEvent {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: { id: string; event: string; data: Record<string, unknown>; occurred_at: string };
  readonly atMs: number;
}

export interface Subscriber {
  readonly url: string;
  readonly received: ReceivedEvent[];
  /** What the next calls are answered with: a status, or `hang` for no answer at all. The last one stays. */
  answer(...answers: (number | 'hang')[]): void;
  close(): Promise<void>;
}

export async function startSubscriber(): Promise<Subscriber> {
  const received: ReceivedEvent[] = [];
  let answers: (number | 'hang')[] = [200];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(raw) as ReceivedEvent['body'];
      received.push({ headers: request.headers, raw, body, atMs: Date.now() });
      reply(response, answers.length > 1 ? (answers.shift() ?? 200) : (answers[0] ?? 200));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: (...next) => {
      answers = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, answer: number | 'hang'): void {
  if (answer === 'hang') return;
  const headers = answer >= 300 && answer < 400 ? { location: 'http://127.0.0.1:1/' } : {};
  response.writeHead(answer, headers).end(`answered ${answer}`);
}
