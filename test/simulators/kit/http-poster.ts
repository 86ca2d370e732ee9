import http from 'node:http';
import https from 'node:https';

export interface PostAnswer {
  readonly status: number | null;
  readonly error?: string;
  /** Beginning of the reply's body. */
  readonly reply?: string;
  readonly contentType?: string;
}

interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const REPLY_KEPT = 2000;

/** POSTs over kept-alive connections; never throws and follows no redirect. */
export class HttpPoster {
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 64 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 64 }),
  };
  private readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  post(post: Post): Promise<PostAnswer> {
    return new Promise((resolve) => {
      const failed = (error: unknown) =>
        resolve({ status: null, error: error instanceof Error ? error.message : String(error) });
      try {
        const request = this.open(post, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', failed);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? null,
              reply: Buffer.concat(chunks).toString('utf8').slice(0, REPLY_KEPT),
              contentType: answer.headers['content-type'] ?? '',
            }),
          );
        });
        request.on('error', failed);
        request.on('timeout', () =>
          request.destroy(new Error(`no answer in ${this.timeoutMs} ms`)),
        );
        request.end(post.body);
      } catch (error) {
        failed(error);
      }
    });
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private open(post: Post, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest {
    const url = new URL(post.url);
    const headers = { ...post.headers, 'content-length': String(Buffer.byteLength(post.body)) };
    const options = { method: 'POST', headers, timeout: this.timeoutMs };
    return url.protocol === 'https:'
      ? https.request(url, { ...options, agent: this.agents['https:'] }, onAnswer)
      : http.request(url, { ...options, agent: this.agents['http:'] }, onAnswer);
  }
}
