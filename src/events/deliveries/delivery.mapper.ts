import { toPublicEventId } from '../event-id.js';
import type { EventRow } from '../publishing/events.repository.js';
import { maskPersonalBody } from '#core/privacy/personal-fields.js';
import { failureCause } from './delivery-failure.js';
import { deliveryBody } from './delivery-request.js';
import type { AttemptRow, DeliveryRow, UndeliveredRow } from './delivery.rows.js';
import type { DeliveryAnswer, DeliveryDetail, Undelivered } from './deliveries.schemas.js';

export function toDeliveryAnswer(row: DeliveryRow): DeliveryAnswer {
  return {
    id: row.id,
    endpoint_id: row.endpoint_id,
    event_id: toPublicEventId(row.event_id),
    event: row.event,
    status: row.status,
    attempt_count: row.attempt_count,
    next_attempt_at: row.due_at?.toISOString() ?? null,
    response_status: row.response_status,
    error: row.error,
    cause: failureCause(row) ?? null,
    fault: row.fault,
    created_at: row.created_at.toISOString(),
    delivered_at: row.delivered_at?.toISOString() ?? null,
  };
}

/**
 * With every attempt as it went over the wire; the body is the same in all of them. Bodies say who the guest is: for
 * whoever may not see that, both sides of the talk are masked.
 */
export function toDeliveryDetail(
  row: DeliveryRow,
  attempts: readonly AttemptRow[],
  { event, showsGuests }: { readonly event: EventRow; readonly showsGuests: boolean },
): DeliveryDetail {
  const shown = (text: string): string => (showsGuests ? text : maskPersonalBody(text));
  const body = shown(deliveryBody({ ...event, event_id: event.id }));
  return {
    ...toDeliveryAnswer(row),
    attempts: attempts.map((attempt) => toAttempt(attempt, body, shown)),
  };
}

function toAttempt(
  attempt: AttemptRow,
  body: string,
  shown: (text: string) => string,
): DeliveryDetail['attempts'][number] {
  return {
    number: attempt.number,
    started_at: attempt.started_at.toISOString(),
    duration_ms: attempt.duration_ms,
    request: { method: 'POST', url: attempt.url, headers: { ...attempt.request_headers }, body },
    response:
      attempt.response_status === null
        ? null
        : {
            status: attempt.response_status,
            headers: { ...attempt.response_headers },
            body: shown(attempt.response_body ?? ''),
          },
    error: attempt.error,
    cause: failureCause(attempt) ?? null,
    fault: attempt.fault,
  };
}

export function toUndeliveredGroup(row: UndeliveredRow): Undelivered['groups'][number] {
  return {
    endpoint_id: row.endpoint_id,
    status: row.status,
    fault: row.fault,
    error: row.error,
    cause: failureCause(row) ?? null,
    count: row.count,
    oldest_at: row.oldest_at.toISOString(),
    newest_at: row.newest_at.toISOString(),
  };
}
