/**
 * The connector playground: what would be sent, what an answer would mean, what a webhook would do.
 * Runs the real engine against a transport that sends nothing; shows no secret.
 */
import { AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import type { HttpRequest, HttpResponse, HttpTransport } from '#core/http/http.types.js';
import { TokenCache, type CachedToken } from './auth/token-cache.js';
import type { ConnectorTarget } from './connector-context.js';
import type { ExpressionEngine } from './expressions/expression-engine.js';
import { maskerOf, type SecretMasker } from './masking.js';
import { ConnectorRunner } from './operation/connector-runner.js';
import { asText } from './rendered-values.js';
import {
  previewWebhook,
  type SampleWebhook,
  type WebhookPreview,
} from './webhook/preview-webhook.js';

export interface SampleResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is the body itself; anything else is written as JSON. */
  readonly body?: unknown;
}

export interface PreviewRequest {
  readonly target: ConnectorTarget;
  readonly operation?: string;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, string>>;
  /** One for each step of the operation, in order; the last one serves all that follow. */
  readonly responses?: readonly SampleResponse[];
  readonly webhook?: SampleWebhook;
  readonly now?: Date;
}

export interface PreviewedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Preview {
  /** Every request up to the one that has no sample answer. */
  readonly requests: readonly PreviewedRequest[];
  readonly result?: unknown;
  readonly refs?: Readonly<Record<string, string>>;
  readonly error?: PreviewedError;
  readonly webhook?: WebhookPreview;
}

export interface PreviewedError {
  /** Absent where not the vendor but the connector or the request is at fault. */
  readonly kind?: string;
  readonly code?: string;
  readonly message: string;
  readonly retry_after_s?: number;
}

/** Faults of connector, request or sample are part of the preview, not exceptions. */
export async function previewConnector(
  engine: ExpressionEngine,
  request: PreviewRequest,
): Promise<Preview> {
  const call =
    request.operation === undefined ? { requests: [] } : await previewCall(engine, request);
  if (!request.webhook) return call;
  const { target, webhook, now } = request;
  return { ...call, webhook: await previewWebhook(engine, target, { ...webhook, now }) };
}

async function previewCall(engine: ExpressionEngine, request: PreviewRequest): Promise<Preview> {
  const { target, now } = request;
  const masker = maskerOf(target);
  const transport = new SampleTransport(request.responses ?? []);
  const runner = new ConnectorRunner({
    engine,
    transport,
    tokenCache: new PlaceholderTokens(),
    target,
    ...(now && { now: () => now }),
  });
  const outcome = await executeSafely(runner, request, masker);
  return { requests: transport.sent.map((sent) => toPreviewed(sent, masker)), ...outcome };
}

async function executeSafely(
  runner: ConnectorRunner,
  { operation, request, refs }: PreviewRequest,
  masker: SecretMasker,
): Promise<Pick<Preview, 'result' | 'refs' | 'error'>> {
  try {
    const outcome = await runner.execute(operation ?? '', request ?? {}, { ...(refs && { refs }) });
    return { result: masker.json(outcome.result), refs: outcome.refs };
  } catch (error) {
    if (error instanceof NoSampleError) return {};
    if (error instanceof AppError) return { error: toPreviewedError(error, masker) };
    throw error;
  }
}

function toPreviewedError(error: AppError, masker: SecretMasker): PreviewedError {
  const message = masker.text(error.message);
  if (!(error instanceof VendorError)) return { message };
  return {
    kind: error.kind,
    message,
    ...(error.vendorCode !== undefined && { code: error.vendorCode }),
    ...(error.retryAfterS !== undefined && { retry_after_s: error.retryAfterS }),
  };
}

function toPreviewed(sent: HttpRequest, masker: SecretMasker): PreviewedRequest {
  return {
    method: sent.method,
    url: masker.text(sent.url),
    headers: masker.headers(sent.headers),
    ...(sent.body && { body: masker.text(sent.body.toString('utf8')) }),
  };
}

/** Ends a preview at the first request without a sample answer. */
class NoSampleError extends Error {}

class SampleTransport implements HttpTransport {
  readonly sent: HttpRequest[] = [];

  constructor(private readonly responses: readonly SampleResponse[]) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.sent.push(request);
    const sample = this.responses[this.sent.length - 1] ?? this.responses.at(-1);
    if (!sample) throw new NoSampleError();
    return toResponse(sample);
  }
}

/** No token is fetched for a preview; a word stands in its place. */
class PlaceholderTokens extends TokenCache {
  override async get(): Promise<CachedToken> {
    return { value: '[token]', fromCache: false };
  }
}

function toResponse(sample: SampleResponse): HttpResponse {
  const headers = Object.entries(sample.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  const text =
    asText(sample.body) ?? (sample.body === undefined ? '' : JSON.stringify(sample.body));
  const isJson = /^\s*[{[]/.test(text);
  return {
    status: sample.status,
    headers: {
      ...(isJson && { 'content-type': 'application/json' }),
      ...(Object.fromEntries(headers) as Record<string, string>),
    },
    body: Buffer.from(text, 'utf8'),
  };
}
