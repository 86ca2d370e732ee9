/** A vendor's call between the wire and its row: what may not be stored in clear is masked, and headers sealed beside. */
import { z } from 'zod';
import { maskCardData } from '#connectors/card-masking.js';
import { credentialViews } from '#connectors/connector-context.js';
import { maskQuery, SecretMasker } from '#connectors/masking.js';
import { signatureHeaders } from '#connectors/webhook/signature-headers.js';
import type { InboundCall } from '#connectors/webhook/webhook-context.js';
import { newId } from '#core/ids/uuid.js';
import type { Vault } from '#core/vault/vault.js';
import type { Provider } from '#providers/provider.types.js';
import type { NewWebhookLog, WebhookLogRow } from './webhook-log.rows.js';

const sealedSchema = z.object({ headers: z.record(z.string(), z.string()), query: z.string() });

export interface ArrivingCall {
  readonly provider: Provider;
  /** Sub-path after the slug, empty for the webhook itself. */
  readonly route: string;
  readonly method: string;
  /** Raw, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly remoteIp: string;
  readonly traceId: string;
  readonly receivedAt: Date;
}

/** The row for a call. Headers and query are also sealed when something in them was masked, to check signatures again. */
export function toLog(call: ArrivingCall, vault: Vault): NewWebhookLog {
  const id = newId();
  const masker = maskerFor(call.provider);
  const headers = masker.headers(call.headers, signatureHeaders(call.provider.connector.webhook));
  const query = call.query === '' ? '' : masker.text(maskQuery(call.query));
  const body = maskBody(call.body, masker);
  const isMasked = query !== call.query || differs(headers, call.headers);
  return {
    id,
    providerId: call.provider.id,
    integrationType: call.provider.integrationType,
    route: call.route,
    method: call.method,
    query,
    headers,
    headersSealed: isMasked
      ? vault.seal(JSON.stringify({ headers: call.headers, query: call.query }), aadOf(id))
      : null,
    body,
    bodyMasked: body !== call.body,
    remoteIp: call.remoteIp,
    traceId: call.traceId,
    receivedAt: call.receivedAt,
  };
}

/** The same buffer when there is nothing to hide: card numbers, and secrets that a vendor sends inside the body. */
function maskBody(original: Buffer, masker: SecretMasker): Buffer {
  const body = maskCardData(original);
  const text = body.toString('latin1');
  const masked = masker.text(text);
  return masked === text ? body : Buffer.from(masked, 'latin1');
}

const maskers = new WeakMap<Provider, SecretMasker>();

/** Knows the provider's secrets and those that were replaced but are still accepted. */
function maskerFor(provider: Provider): SecretMasker {
  const known = maskers.get(provider);
  if (known) return known;
  const sets = [provider.credentials, provider.previousSecrets?.credentials ?? {}];
  const masker = new SecretMasker(
    sets.flatMap((set) => credentialViews(provider.connector, set).secrets),
  );
  maskers.set(provider, masker);
  return masker;
}

function differs(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(b).some(([name, value]) => a[name] !== value);
}

/** The call as the connector engine sees it, from the wire. */
export function toInbound(call: ArrivingCall): InboundCall {
  return {
    method: call.method,
    url: urlOf(call.provider, call.route, call.query),
    headers: call.headers,
    body: call.body,
    receivedAt: call.receivedAt,
  };
}

/** The same from a row; its time of arrival counts, so a signature does not grow stale on disk. */
export function fromLog(row: WebhookLogRow, provider: Provider, vault: Vault): InboundCall {
  const sealed = row.headers_sealed === null ? row : openSealed(row.headers_sealed, row.id, vault);
  return {
    method: row.method,
    url: urlOf(provider, row.route, sealed.query),
    headers: sealed.headers,
    body: row.body,
    receivedAt: row.received_at,
  };
}

function openSealed(text: string, id: string, vault: Vault): z.infer<typeof sealedSchema> {
  return sealedSchema.parse(JSON.parse(vault.open(text, aadOf(id)).toString('utf8')));
}

function urlOf(provider: Provider, route: string, query: string): string {
  return `${provider.webhookUrl}${route}${query === '' ? '' : `?${query}`}`;
}

/** What a sealed text belongs to. */
export function aadOf(id: string): string {
  return `webhook:${id}`;
}
