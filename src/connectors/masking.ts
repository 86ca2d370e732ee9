/** Takes secrets out of what is logged, shown or stored. Card data has a file of its own. */
import { MASK } from '#core/logging/redaction.js';
import { credentialViews, type ConnectorTarget } from './connector-context.js';

export { MASK };

const SENSITIVE_HEADER =
  /authori[sz]ation|cookie|token|secret|password|signature|api-?key|^sign$|-sign$/i;
const SENSITIVE_PARAMETER = new RegExp(`${SENSITIVE_HEADER.source}|(?:^|[_.-])key$`, 'i');
/** Header schemes that say nothing secret and help who reads the log. */
const SCHEME = /^(?:Basic|Bearer|Digest|Token|hmac|AWS4-HMAC-SHA256)(?= )/i;
/** Shorter values would blank ordinary text and are no protection anyway. */
const SHORTEST_SECRET = 3;

const NO_NAMES: ReadonlySet<string> = new Set();

/** Blanks known secret values in any text, also where they are base64, URL- or JSON-escaped. */
export class SecretMasker {
  readonly #needles: readonly string[];

  constructor(secrets: Iterable<string>) {
    const forms = [...secrets]
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .flatMap(writtenForms);
    this.#needles = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    return this.#needles.reduce(
      (masked, needle) => (masked.includes(needle) ? masked.replaceAll(needle, MASK) : masked),
      text,
    );
  }

  /** The same in every text inside a JSON value. */
  json(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.json(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.json(one)]));
  }

  /** @param open names, in lower case, of headers that are kept although they look secret */
  headers(
    headers: Readonly<Record<string, string>>,
    open: ReadonlySet<string> = NO_NAMES,
  ): Record<string, string> {
    const masked = maskHeaders(headers, open);
    for (const [name, value] of Object.entries(masked)) masked[name] = this.text(value);
    return masked;
  }
}

/** Masks by header name, for headers whose secrets we do not know; the scheme of a value stays. */
export function maskHeaders(
  headers: Readonly<Record<string, string>>,
  open: ReadonlySet<string> = NO_NAMES,
): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isSecret = SENSITIVE_HEADER.test(name) && !open.has(name.toLowerCase());
    masked[name] = isSecret ? maskHeaderValue(value) : value;
  }
  return masked;
}

/** Masks by parameter name in a raw query, for tokens we do not know; everything else stays as it was written. */
export function maskQuery(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      const isSensitive = pair.length > name.length + 1 && SENSITIVE_PARAMETER.test(name);
      return isSensitive ? `${name}=${MASK}` : pair;
    })
    .join('&');
}

const maskers = new WeakMap<ConnectorTarget, SecretMasker>();

/** An extra header may be a proxy's token; a short one or a media type would only blank ordinary text. */
function mayBeSecret(value: string): boolean {
  return value.length >= 8 && !/^[a-z]+\/[a-z0-9.+*-]+(?:;.*)?$/i.test(value);
}

/** The masker of a provider's own credentials and extra headers; made once per target. */
export function maskerOf(target: ConnectorTarget): SecretMasker {
  const known = maskers.get(target);
  if (known) return known;
  const { secrets } = credentialViews(target.connector, target.credentials);
  const headers = Object.values(target.extraHeaders).filter(mayBeSecret);
  const masker = new SecretMasker([...secrets, ...headers]);
  maskers.set(target, masker);
  return masker;
}

function maskHeaderValue(value: string): string {
  const scheme = SCHEME.exec(value)?.[0];
  return scheme === undefined ? MASK : `${scheme} ${MASK}`;
}

function writtenForms(secret: string): string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  return [
    secret,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(`${secret}:`, 'utf8').toString('base64'),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
  ];
}
