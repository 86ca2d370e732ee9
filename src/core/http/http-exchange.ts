/**
 * One request on its way: starts it, watches its socket, ends it when time is up. What it saw decides
 * whether a failure can have left anything behind at the vendor.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

type OnResponse = (response: http.IncomingMessage) => void;

/** Which clock ran out: that for the connection or that for everything. */
export type ExpiredClock = 'connect' | 'total';

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
}

/** TLS sockets whose handshake is over; Node shows this nowhere, and a busy pool hands sockets on unmarked. */
const secured = new WeakSet<Socket>();

export class HttpExchange {
  /** The connection stood, so the vendor may have read the request. */
  isSent = false;
  /** The connection was taken from the pool; the vendor may have closed it a moment before. */
  isOnReusedSocket = false;
  expired: ExpiredClock | undefined;
  /** The head of the answer, once it is there. */
  answer: http.IncomingMessage | undefined;

  private request: http.ClientRequest | undefined;
  private connectTimer: NodeJS.Timeout | undefined;
  private readonly totalTimer: NodeJS.Timeout;

  constructor(private readonly limits: ExchangeLimits) {
    this.totalTimer = setTimeout(() => this.expire('total'), limits.timeoutMs);
  }

  /** What the HTTP client calls in place of Node's own `http.request`. */
  start(options: https.RequestOptions, onResponse: OnResponse): http.ClientRequest {
    const { request } = options.protocol === 'https:' ? https : http;
    const started = request(options, (answer) => {
      this.answer = answer;
      onResponse(answer);
    });
    started.once('socket', (socket) => this.watch(socket));
    this.request = started;
    return started;
  }

  /** Stops the clocks; call it in every case. */
  end(): void {
    clearTimeout(this.totalTimer);
    clearTimeout(this.connectTimer);
  }

  private watch(socket: Socket): void {
    this.isOnReusedSocket = this.request?.reusedSocket ?? false;
    // A lookup that failed at once leaves a socket that neither connects nor is connected.
    if (socket.destroyed || this.expired !== undefined) return;
    if (isEstablished(socket)) {
      this.isSent = true;
      return;
    }
    this.connectTimer = setTimeout(() => this.expire('connect'), this.limits.connectTimeoutMs);
    // Node holds the request back until then, so nothing has left before.
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      if (socket instanceof TLSSocket) secured.add(socket);
      this.isSent = true;
      clearTimeout(this.connectTimer);
    });
  }

  private expire(clock: ExpiredClock): void {
    this.expired ??= clock;
    this.request?.destroy(new Error(`timed out (${clock})`));
  }
}

function isEstablished(socket: Socket): boolean {
  return socket instanceof TLSSocket ? secured.has(socket) : !socket.connecting;
}
