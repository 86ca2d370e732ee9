/** The subscriber's half of the books: a fast receiver that counts how often it heard of each event. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Heard {
  readonly event: string;
  /** The payment, or the PMS's own word, that it is about. */
  readonly subject: string;
  times: number;
}

export class EventBooks {
  readonly heard = new Map<string, Heard>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        this.take(Buffer.concat(chunks).toString('utf8'));
        response.writeHead(200).end();
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** A subscriber that keeps to the contract applies an event id once, however often it comes. */
  private take(raw: string): void {
    const { id, event, data } = JSON.parse(raw) as {
      readonly id: string;
      readonly event: string;
      readonly data: Readonly<Record<string, unknown>>;
    };
    const known = this.heard.get(id);
    if (known) known.times += 1;
    else this.heard.set(id, { event, subject: subjectOf(data), times: 1 });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

function subjectOf(data: Readonly<Record<string, unknown>>): string {
  const subject = data['payment_id'] ?? data['reservation_id'];
  return typeof subject === 'string' ? subject : '';
}
