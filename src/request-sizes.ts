/** How large a request of the API may be beside the bytes of its body, and what one that is larger is told. */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FieldError } from '#core/errors/app-error.js';
import { toErrorBody } from '#core/errors/error-body.js';
import { newTraceId } from '#core/logging/trace-context.js';

const URL_LIMIT = 8_192;
/** No request of the API nests by half as much; deeper ones would only overrun somebody's stack. */
const DEPTH_LIMIT = 64;
const ITEMS_LIMIT = 10_000;

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly errors?: readonly FieldError[];
}

const URL_TOO_LONG: Refusal = {
  status: 414,
  message: `An address may have ${URL_LIMIT} characters; send what is longer in the body.`,
};

/** What the server answers where there is no request yet, by the code of Node's parser. */
const UNREADABLE: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: 'The headers and the address together may have 16 KiB; send fewer or shorter ones.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    message: 'The request did not arrive in time; send it again.',
  },
};
const NOT_HTTP: Refusal = { status: 400, message: 'This is no HTTP request that can be read.' };

const STATUS_LINES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Before a body is read: the address. After it: its shape. Webhooks have rules of their own. */
export function limitRequestSizes(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, next) => {
    if (request.url.length > URL_LIMIT && isApi(request.url)) refuse(reply, URL_TOO_LONG);
    else next();
  });
  server.addHook('preValidation', (request, reply, next) => {
    const refusal = isApi(request.url) ? shapeRefusal(request.body) : undefined;
    if (refusal) refuse(reply, refusal);
    else next();
  });
}

/** For Fastify's `clientErrorHandler`: the parser gave up, so the answer is written by hand. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, message } = UNREADABLE[error.code ?? ''] ?? NOT_HTTP;
  const traceId = newTraceId();
  const body = JSON.stringify(toErrorBody({ message, errors: [] }, traceId));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_LINES[status] ?? ''}\r\ncontent-type: application/json; charset=utf-8\r\nx-trace-id: ${traceId}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** What is wrong with the shape of a parsed body. Walks by a list of its own, so that depth costs no stack. */
export function shapeRefusal(body: unknown): Refusal | undefined {
  let level: object[] = isHolder(body) ? [body] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) {
      return tooLarge('too_deep', `The body nests deeper than ${DEPTH_LIMIT} levels.`);
    }
    if (level.some((one) => Array.isArray(one) && one.length > ITEMS_LIMIT)) {
      return tooLarge('too_many_items', `A list in the body may have ${ITEMS_LIMIT} items.`);
    }
    level = level.flatMap((one) => Object.values(one).filter(isHolder));
  }
  return undefined;
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

function tooLarge(code: string, message: string): Refusal {
  return { status: 413, message, errors: [{ field: 'body', code, message }] };
}

function isApi(url: string): boolean {
  return url.startsWith('/api/');
}

function refuse(reply: FastifyReply, { status, message, errors = [] }: Refusal): void {
  void reply.status(status).send(toErrorBody({ message, errors }, reply.request.traceId));
}
