/** Rows of inbound webhooks as the API shows them. */
import { listedProperty, type Principal } from '#access/principal.js';
import { HIDDEN, maskPersonalBody } from '#core/privacy/personal-fields.js';
import type { WebhookLogFilter } from './webhook-log-search.repository.js';
import type { WebhookLogRow } from './webhook-log.rows.js';
import type {
  WebhookLogAnswer,
  WebhookLogFilterBody,
  WebhookLogSummary,
} from './webhook-log.schemas.js';

/** @throws PropertyAccessError when the principal is bound to another property */
export function toFilter(filter: WebhookLogFilterBody, principal: Principal): WebhookLogFilter {
  return {
    providerId: filter.provider_id,
    status: filter.status,
    from: filter.from === undefined ? undefined : new Date(filter.from),
    to: filter.to === undefined ? undefined : new Date(filter.to),
    reference: filter.reference,
    propertyId: listedProperty(principal, filter.property_id),
    isBound: principal.propertyId !== null,
  };
}

export function toSummary(row: WebhookLogRow): WebhookLogSummary {
  return {
    id: row.id,
    provider_id: row.provider_id,
    integration_type: row.integration_type,
    status: row.status,
    reason: row.reason,
    problem: row.problem,
    method: row.method,
    route: row.route,
    attempts: row.attempts,
    results: [...row.results],
    trace_id: row.trace_id,
    received_at: row.received_at.toISOString(),
    processed_at: row.processed_at?.toISOString() ?? null,
  };
}

/** Bodies say who the guest is; whoever may not see that sees who it is about by the ids alone. */
export function toAnswer(
  row: WebhookLogRow,
  showsGuests: boolean,
  effects: Pick<WebhookLogAnswer, 'repeats' | 'caused'>,
): WebhookLogAnswer {
  return {
    ...toSummary(row),
    ...effects,
    reply: replyOf(row),
    query: showsGuests ? row.query : maskPersonalBody(row.query),
    headers: { ...row.headers },
    ...bodyOf(row, showsGuests),
    body_masked: row.body_masked,
    remote_ip: row.remote_ip,
    next_attempt_at: row.due_at?.toISOString() ?? null,
    erased_at: row.erased_at?.toISOString() ?? null,
  };
}

function replyOf({ reply_status: status, reply_ms: ms }: WebhookLogRow): WebhookLogAnswer['reply'] {
  return status === null || ms === null ? null : { status, ms };
}

/** Nobody can say what stands in bytes that are no text, so they are shown to whoever may see all. */
function bodyOf(
  { body }: WebhookLogRow,
  showsGuests: boolean,
): Pick<WebhookLogAnswer, 'body' | 'body_encoding'> {
  const text = body.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(body)) {
    return { body: showsGuests ? text : maskPersonalBody(text), body_encoding: 'utf8' };
  }
  if (!showsGuests) return { body: HIDDEN, body_encoding: 'utf8' };
  return { body: body.toString('base64'), body_encoding: 'base64' };
}
