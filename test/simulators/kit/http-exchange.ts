/** What a vendor model sees of a request and gives as an answer. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Call {
  readonly method: string;
  readonly path: string;
  /** Values of the `:name` parts of the route's path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Exact text of the body, empty when there was none. */
  readonly raw: string;
  /** The parsed JSON body; undefined when empty or when it is not JSON. */
  readonly json: unknown;
  /** A body was sent that claims to be JSON and is not. */
  readonly malformed: boolean;
  readonly operation: string;
}

export interface Reply {
  readonly status: number;
  /** Written as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

export interface Route {
  readonly method: string;
  /** `/v2/:id/status`; a part that begins with `:` takes one path segment. */
  readonly path: string;
  /** Name by which faults and the journal speak of it. */
  readonly operation: string;
  readonly handle: Handler;
}

/** Thrown by a vendor model to answer at once with its own error. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** A header that is sent once, or undefined. */
export function headerOf(call: Call, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

/** User and password of HTTP Basic, or undefined when the header is absent or no such thing. */
export function basicAuthOf(call: Call): { user: string; password: string } | undefined {
  const header = headerOf(call, 'authorization');
  if (header?.startsWith('Basic ') !== true) return undefined;
  const [user, ...rest] = Buffer.from(header.slice(6), 'base64').toString('utf8').split(':');
  return { user: user ?? '', password: rest.join(':') };
}
