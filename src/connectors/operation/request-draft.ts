/** A request while it is put together: the operation writes it, then the auth schemes add theirs. */
import { InvalidInputError } from '#core/errors/app-error.js';
import type { TlsIdentity } from '#core/http/http.types.js';
import type { ConnectorTarget } from '../connector-context.js';

/** URL parsers take `%2e` for a dot and a backslash for a slash. */
const CLIMBING_SEGMENT = /[/\\](?:\.|%2e){1,2}(?:[/\\]|$)/i;

/** Header names keep the writer's case; setting a name again, in any case, replaces it. */
export class HeaderBag {
  readonly #byName = new Map<string, [string, string]>();

  set(name: string, value: string): void {
    if (/[\r\n\0]/.test(value) || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new InvalidInputError(name, `Header "${name}" holds a line break or an illegal name.`);
    }
    this.#byName.set(name.toLowerCase(), [name, value]);
  }

  setAll(pairs: Iterable<readonly [string, string]>): void {
    for (const [name, value] of pairs) this.set(name, value);
  }

  has(name: string): boolean {
    return this.#byName.has(name.toLowerCase());
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this.#byName.values());
  }
}

export interface RequestDraft {
  readonly method: string;
  /** URL without what stands in `query`. */
  readonly address: string;
  readonly query: [string, string][];
  readonly headers: HeaderBag;
  /** Set once the body is written; from then on nobody changes it. */
  body?: Buffer;
  tls?: TlsIdentity;
}

/** What goes out, to the last byte. */
export interface RenderedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly tls?: TlsIdentity;
}

export function finishDraft(draft: RequestDraft): RenderedRequest {
  return {
    method: draft.method,
    url: draftUrl(draft).href,
    headers: draft.headers.toRecord(),
    ...(draft.body && { body: draft.body }),
    ...(draft.tls && { tls: draft.tls }),
  };
}

/** The URL as it will be sent, so that what is signed and what is sent are the same characters. */
export function draftUrl(draft: RequestDraft): URL {
  const url = new URL(draft.address);
  if (draft.query.length === 0) return url;
  const added = draft.query.map(([n, v]) => `${encodeURIComponent(n)}=${encodeURIComponent(v)}`);
  url.search = [url.search.slice(1), ...added].filter((part) => part !== '').join('&');
  return url;
}

/**
 * The address of a path on one of the target's base URLs; a whole URL stands for itself.
 *
 * @throws InvalidInputError for an unknown base, another scheme than http(s), or a path that climbs
 *   out of where the connector points (an id such as `../x`)
 */
export function resolveAddress(target: ConnectorTarget, base: string, path: string): string {
  const address = /^https?:\/\//i.test(path) ? path : joinBase(target, base, path);
  const [pathPart = ''] = address.replace(/^https?:\/\//i, '').split(/[?#]/, 1);
  if (CLIMBING_SEGMENT.test(pathPart)) {
    throw new InvalidInputError(
      'path',
      'The path holds "." or ".." as a segment; check the ids sent.',
    );
  }
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new InvalidInputError('base_urls', `"${base}" does not give a usable http(s) address.`);
  }
  return address;
}

function joinBase(target: ConnectorTarget, base: string, path: string): string {
  const root = Object.hasOwn(target.baseUrls, base) ? target.baseUrls[base] : undefined;
  if (root === undefined) {
    throw new InvalidInputError(
      'base_urls',
      `${target.provider.name} has no base URL "${base}"; add it to the provider.`,
    );
  }
  if (path === '') return root;
  return `${root.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
