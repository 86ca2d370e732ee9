/** One call of a vendor to us, and what expressions see of it. */
import { decodeBody } from '../codecs/body.codec.js';
import { decodeForm } from '../codecs/form.codec.js';
import type { ProviderView } from '../connector-context.js';
import type { ExpressionInput } from '../rendered-values.js';

export interface InboundCall {
  readonly method: string;
  /** The public URL as the vendor sees it, with its raw query. */
  readonly url: string;
  /** Header names lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

export interface WebhookScope {
  readonly call: InboundCall;
  readonly provider: ProviderView;
}

/**
 * The input of webhook expressions with the given credentials. The body is decoded, and its text
 * made, only when an expression asks for it; what can't be decoded is its text, never an exception.
 */
export function webhookInput(
  { call, provider }: WebhookScope,
  credentials: Readonly<Record<string, string>>,
): ExpressionInput {
  const lazy = lazyParts(call);
  return {
    method: call.method,
    headers: call.headers,
    url: call.url,
    received_at: call.receivedAt.toISOString(),
    provider,
    credentials,
    get raw() {
      return lazy.raw();
    },
    get body() {
      return lazy.body();
    },
    get form() {
      return lazy.form();
    },
    get query() {
      return lazy.query();
    },
    get path() {
      return lazy.path();
    },
  };
}

interface LazyParts {
  readonly raw: () => string;
  readonly body: () => unknown;
  readonly form: () => readonly (readonly [string, string])[];
  readonly query: () => Readonly<Record<string, string | string[]>>;
  readonly path: () => string;
}

const partsByCall = new WeakMap<InboundCall, LazyParts>();

function lazyParts(call: InboundCall): LazyParts {
  const known = partsByCall.get(call);
  if (known) return known;
  const raw = once(() => call.body.toString('utf8'));
  const parts: LazyParts = {
    raw,
    body: once(() => decodeLeniently(call, raw)),
    form: once(() => (isForm(call) ? decodeForm(raw()) : [])),
    query: once(() => collectQuery(call.url)),
    path: once(() => pathOf(call.url)),
  };
  partsByCall.set(call, parts);
  return parts;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What must not be read, such as XML with a document type, stays text. */
function decodeLeniently(call: InboundCall, raw: () => string): unknown {
  try {
    return decodeBody(call.body, call.headers['content-type']);
  } catch {
    return raw();
  }
}

function isForm(call: InboundCall): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(call.headers['content-type'] ?? '');
}

function collectQuery(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const at = url.indexOf('?');
  if (at < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined;
    const grown = before === undefined ? value : [before, value].flat();
    Object.defineProperty(query, name, { value: grown, enumerable: true, configurable: true });
  }
  return query;
}

/** The path as it was sent, not normalised: it may be part of a signature. */
function pathOf(url: string): string {
  const rest = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const path = rest.split(/[?#]/, 1)[0] ?? '';
  return path === '' ? '/' : path;
}
