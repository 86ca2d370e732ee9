/** Puts what went wrong with a request into our words, and says whether the vendor can have seen it. */
import { VendorError } from '#core/errors/vendor-error.js';
import { EgressRefusedError } from './egress-guard.js';
import type { HttpExchange } from './http-exchange.js';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection; check the base URL and port',
  ENOTFOUND: 'has no address in DNS; check the host name in the base URL',
  EAI_AGAIN: 'could not be looked up, DNS gave no answer',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here',
  ETIMEDOUT: 'did not accept the connection in time',
  ECONNRESET: 'cut the connection',
  EPIPE: 'cut the connection',
  CERT_HAS_EXPIRED: 'shows a TLS certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a self-signed TLS certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a TLS certificate of an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'shows a TLS certificate of an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'shows a TLS certificate of an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a TLS certificate for another host name',
};

/**
 * With TLS 1.3 a server refuses our client certificate after its own part of the handshake, when the
 * request is already on the wire; it never handed that request on.
 */
const CERTIFICATE_REFUSED =
  /^ERR_SSL_.*ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED)$/;

/** Codes that a reset of a connection shows, in the order they were seen. */
const CUT = new Set(['ECONNRESET', 'EPIPE']);

/** Turns a failed exchange with `host` into the error of the transport's contract. */
export function toVendorError(error: unknown, exchange: HttpExchange, host: string): VendorError {
  const root = rootOf(error);
  if (root instanceof EgressRefusedError) {
    return new VendorError('unavailable', root.message, { cause: root });
  }
  const code = codeOf(root);
  const cause = plainCause(root, code);
  if (exchange.expired !== undefined) return timeoutError(exchange, host, cause);
  if (CERTIFICATE_REFUSED.test(code)) {
    return new VendorError('unavailable', `${host} did not accept our TLS client certificate.`, {
      cause,
    });
  }
  if (!exchange.isSent) {
    return new VendorError('unavailable', `${host} ${reasonOf(code)}.`, { cause });
  }
  return new VendorError('ambiguous', ambiguousMessage(root, exchange, host), {
    cause,
    vendorStatus: exchange.answer?.statusCode,
  });
}

/** Whether the connection was closed under the request before a byte of the answer came. */
export function isStaleSocket(error: unknown, exchange: HttpExchange): boolean {
  return (
    exchange.isOnReusedSocket &&
    exchange.answer === undefined &&
    exchange.expired === undefined &&
    CUT.has(codeOf(rootOf(error)))
  );
}

function timeoutError(exchange: HttpExchange, host: string, cause: Error): VendorError {
  if (!exchange.isSent) {
    return new VendorError('unavailable', `${host} did not accept the connection in time.`, {
      cause,
    });
  }
  return new VendorError(
    'ambiguous',
    `${host} did not answer in time; it may have acted on the request.`,
    {
      cause,
      vendorStatus: exchange.answer?.statusCode,
    },
  );
}

function ambiguousMessage(root: unknown, exchange: HttpExchange, host: string): string {
  if (root instanceof Error && root.message.startsWith('maxContentLength')) {
    return `${host} sent an answer larger than the hub reads; it may have acted on the request.`;
  }
  const what =
    exchange.answer === undefined ? 'cut the connection before its answer' : 'broke off its answer';
  return `${host} ${what}; it may have acted on the request.`;
}

function reasonOf(code: string): string {
  const known = REASONS[code];
  if (known !== undefined) return known;
  return code === '' ? 'could not be connected to' : `could not be connected to (${code})`;
}

/** The HTTP client wraps Node's error in one that carries our headers; several addresses make an AggregateError. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** Only code and sentence: the client's error also holds the request with its credentials. */
function plainCause(root: unknown, code: string): Error {
  const message = root instanceof Error && root.message !== '' ? root.message : 'request failed';
  return Object.assign(new Error(message), code === '' ? {} : { code });
}
