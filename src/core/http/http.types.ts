/** Client certificate material for mutual TLS, PEM text. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
  readonly passphrase?: string;
}

/** One outgoing HTTP request, rendered to the last byte; header names in the writer's own case. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly timeoutMs: number;
  readonly tls?: TlsIdentity;
  /** Host (`host` or `host:port`) that this one request may reach although it is private: on-premise devices. */
  readonly allowHost?: string;
}

/** The answer, body unread; header names are lower case, repeated headers joined by `, `. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request.
 *
 * @throws VendorError `unavailable` when the request surely was not processed (refused, DNS, TLS,
 *   connect timeout, blocked by the egress guard), `ambiguous` when it may have been (timeout or cut
 *   after it was sent). Any HTTP status is an answer, not an error.
 */
export interface HttpTransport {
  send(request: HttpRequest): Promise<HttpResponse>;
}
