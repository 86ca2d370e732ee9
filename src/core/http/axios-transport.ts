/**
 * The HTTP client of every outgoing call. It runs axios' HTTP adapter directly: the layers above it
 * (merging of defaults, interceptors, transforms) would only undo what a rendered request already says.
 */
import axios, { AxiosHeaders, type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios';
import { VendorError } from '#core/errors/vendor-error.js';
import { failSpan, inSpan, outgoingTraceparent } from '#core/tracing/spans.js';
import type { AgentPool } from './agent-pool.js';
import { EgressRefusedError, type EgressGuard } from './egress-guard.js';
import { HttpExchange } from './http-exchange.js';
import { isStaleSocket, toVendorError } from './http-failure.js';
import type { HttpRequest, HttpResponse, HttpTransport } from './http.types.js';

export interface AxiosTransportOptions {
  /** DNS, TCP and TLS together. */
  readonly connectTimeoutMs?: number;
  readonly maxAnswerBytes?: number;
  /** After this long without traffic to a host its pooled connections are looked at before use. */
  readonly quietMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

const QUIET_MS = 1_000;
const MAX_ORIGINS = 5_000;

/** Repeating these changes nothing, so a connection that was closed under them is no reason to fail. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What HTTP can't carry in a header value; axios would drop such characters silently, breaking signatures. */
const NOT_A_HEADER_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

export class AxiosTransport implements HttpTransport {
  private readonly adapter: AxiosAdapter = axios.getAdapter('http');
  private readonly connectTimeoutMs: number;
  private readonly maxAnswerBytes: number;
  private readonly quietMs: number;
  private readonly lastUsedAt = new Map<string, number>();

  constructor(
    private readonly guard: EgressGuard,
    private readonly agents: AgentPool,
    options: AxiosTransportOptions = {},
  ) {
    this.connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    this.maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
    this.quietMs = options.quietMs ?? QUIET_MS;
  }

  /** The URL's path and query stay out of the span: vendors put keys and guests' data there. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = this.permittedUrl(request);
    const attributes = {
      'http.request.method': request.method,
      'server.address': url.hostname,
      ...(url.port !== '' && { 'server.port': Number(url.port) }),
    };
    return inSpan(request.method, { kind: 'client', attributes }, async (span) => {
      const answer = await this.sendTo(url, request);
      span?.setAttribute('http.response.status_code', answer.status);
      if (span && answer.status >= 400) failSpan(span, String(answer.status));
      return answer;
    });
  }

  private async sendTo(url: URL, request: HttpRequest): Promise<HttpResponse> {
    const startedAt = performance.now();
    await this.noticeClosedSockets(url.host, startedAt);
    try {
      return await this.exchange(request, url, request.timeoutMs);
    } catch (error) {
      if (!(error instanceof StaleSocketError)) throw error;
      return await this.exchange(
        request,
        url,
        request.timeoutMs - (performance.now() - startedAt),
        false,
      );
    } finally {
      this.lastUsedAt.set(url.host, performance.now());
    }
  }

  close(): void {
    this.agents.close();
  }

  private permittedUrl(request: HttpRequest): URL {
    try {
      return this.guard.checkUrl(request.url, request.allowHost);
    } catch (error) {
      if (error instanceof EgressRefusedError) {
        throw new VendorError('unavailable', error.message, { cause: error });
      }
      throw error;
    }
  }

  /**
   * A server's goodbye on an idle connection is only read when the event loop gets to it; two turns let
   * it, so that the request takes a fresh connection instead of ending in doubt.
   */
  private async noticeClosedSockets(host: string, now: number): Promise<void> {
    const lastUsedAt = this.lastUsedAt.get(host);
    if (lastUsedAt === undefined || now - lastUsedAt < this.quietMs) return;
    if (this.lastUsedAt.size > MAX_ORIGINS) this.lastUsedAt.clear();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  }

  private async exchange(
    request: HttpRequest,
    url: URL,
    timeoutMs: number,
    mayRepeat = SAFE_METHODS.has(request.method),
  ): Promise<HttpResponse> {
    const headers = toAxiosHeaders(request);
    const exchange = new HttpExchange({ timeoutMs, connectTimeoutMs: this.connectTimeoutMs });
    try {
      const answer = await this.adapter(this.toConfig(request, headers, exchange));
      return {
        status: exchange.answer?.statusCode ?? 0,
        headers: headersOf(exchange),
        body: answer.data as Buffer,
      };
    } catch (error) {
      if (mayRepeat && isStaleSocket(error, exchange)) throw new StaleSocketError();
      throw toVendorError(error, exchange, url.host);
    } finally {
      exchange.end();
    }
  }

  private toConfig(
    request: HttpRequest,
    headers: AxiosHeaders,
    exchange: HttpExchange,
  ): InternalAxiosRequestConfig {
    const agents = this.agents.get(request.tls, request.allowHost);
    return {
      url: request.url,
      method: request.method,
      headers,
      data: request.body !== undefined && request.body.length > 0 ? request.body : undefined,
      responseType: 'arraybuffer',
      maxRedirects: 0,
      maxContentLength: this.maxAnswerBytes,
      maxBodyLength: -1,
      decompress: true,
      proxy: false,
      httpAgent: agents.http,
      httpsAgent: agents.https,
      validateStatus: acceptEveryStatus,
      transport: { request: exchange.start.bind(exchange) },
    };
  }
}

/** Only inside this file: the request never reached the vendor's application and may be repeated. */
class StaleSocketError extends Error {}

function acceptEveryStatus(): boolean {
  return true;
}

function toAxiosHeaders(request: HttpRequest): AxiosHeaders {
  for (const [name, value] of Object.entries(request.headers)) {
    if (NOT_A_HEADER_VALUE.test(value)) {
      throw new VendorError(
        'invalid_request',
        `Header ${name} has a character that HTTP headers can't carry.`,
      );
    }
  }
  const traceparent = outgoingTraceparent();
  return new AxiosHeaders({
    'User-Agent': 'Kunci',
    'Accept-Encoding': 'gzip, deflate, br',
    ...(traceparent !== undefined && { traceparent }),
  }).set(request.headers);
}

/** Node has lower-cased the names and joined repeats, except for cookies. */
function headersOf(exchange: HttpExchange): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(exchange.answer?.headers ?? {})) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
