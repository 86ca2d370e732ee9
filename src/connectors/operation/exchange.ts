/** One request and its answer, told to whoever keeps the integration log. */
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import type { HttpRequest, HttpResponse, HttpTransport } from '#core/http/http.types.js';
import type { ConnectorTarget } from '../connector-context.js';
import { maskCardText } from '../card-masking.js';
import { maskerOf, MASK, SecretMasker } from '../masking.js';
import type { RenderedRequest } from './request-draft.js';

export interface ExchangeSummary {
  readonly providerId: string;
  readonly operation: string;
  readonly step?: string;
  /** `token`: the request that fetched an access token first. */
  readonly purpose: 'operation' | 'token';
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Secrets and cards masked, bodies cut; never the whole truth, always safe to store. */
  readonly request: MaskedMessage & { readonly method: string; readonly url: string };
  readonly response?: MaskedMessage & { readonly status: number };
  readonly error?: { readonly kind: VendorErrorKind; readonly message: string };
}

export interface MaskedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Must not throw; if it does, the call goes on as if it had not. */
export type ExchangeObserver = (exchange: ExchangeSummary) => void;

export interface ExchangeLabel {
  readonly operation: string;
  readonly step?: string;
  readonly purpose: ExchangeSummary['purpose'];
  readonly timeoutMs: number;
  /** Further values to mask, such as an access token. */
  readonly secrets?: readonly string[];
}

const LOGGED_BODY_CHARS = 4096;
/** Masked is more than is kept, so that no secret is cut in two and half of it kept. */
const MASKED_BODY_BYTES = 16_384;

/** Sends through the transport and reports what happened. */
export class Exchanger {
  constructor(
    private readonly transport: HttpTransport,
    private readonly target: ConnectorTarget,
    private readonly observer?: ExchangeObserver,
  ) {}

  /** @throws VendorError as the transport does */
  async send(request: RenderedRequest, label: ExchangeLabel): Promise<HttpResponse> {
    const startedAt = new Date();
    const started = performance.now();
    const told = (outcome: HttpResponse | VendorError): void =>
      this.#tell({ request, label, startedAt, durationMs: performance.now() - started, outcome });
    try {
      const response = await this.transport.send(this.#toHttp(request, label));
      told(response);
      return response;
    } catch (error) {
      if (error instanceof VendorError) told(error);
      throw error;
    }
  }

  #toHttp(request: RenderedRequest, label: ExchangeLabel): HttpRequest {
    const { allowHost } = this.target;
    return {
      ...request,
      timeoutMs: label.timeoutMs,
      ...(allowHost !== undefined && { allowHost }),
    };
  }

  #tell(exchange: RawExchange): void {
    if (!this.observer) return;
    try {
      this.observer(summarise(exchange, this.target));
    } catch {
      // A log that fails must not fail the payment; the observer reports its own trouble.
    }
  }
}

interface RawExchange {
  readonly request: RenderedRequest;
  readonly label: ExchangeLabel;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: HttpResponse | VendorError;
}

function summarise(exchange: RawExchange, target: ConnectorTarget): ExchangeSummary {
  const { request, label, outcome } = exchange;
  const ours = maskerOf(target);
  const theirs = new SecretMasker(label.secrets ?? []);
  const mask = (text: string): string => maskCardText(theirs.text(ours.text(text)));
  const headers = (record: Readonly<Record<string, string>>): Record<string, string> =>
    theirs.headers(ours.headers(record));
  const body = (bytes: Buffer): string =>
    mask(bytes.toString('utf8', 0, MASKED_BODY_BYTES)).slice(0, LOGGED_BODY_CHARS);
  return {
    providerId: target.provider.id,
    operation: label.operation,
    ...(label.step !== undefined && { step: label.step }),
    purpose: label.purpose,
    startedAt: exchange.startedAt,
    durationMs: exchange.durationMs,
    request: {
      method: request.method,
      url: mask(request.url),
      headers: headers(request.headers),
      ...(request.body && { body: body(request.body) }),
    },
    ...(outcome instanceof VendorError
      ? { error: { kind: outcome.kind, message: mask(outcome.message) } }
      : { response: summariseResponse(outcome, label.purpose, { headers, body }) }),
  };
}

interface Maskers {
  readonly headers: (record: Readonly<Record<string, string>>) => Record<string, string>;
  readonly body: (bytes: Buffer) => string;
}

function summariseResponse(response: HttpResponse, purpose: string, masked: Maskers) {
  const holdsToken = purpose === 'token' && response.status < 300;
  return {
    status: response.status,
    headers: masked.headers(response.headers),
    body: holdsToken ? MASK : masked.body(response.body),
  };
}
