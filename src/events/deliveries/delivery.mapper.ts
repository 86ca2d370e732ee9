import { toPublicEventId } from '../event-id.js';
import type { EventRow } from '../publishing/events.repository.js';
import { deliveryBody } from './delivery-request.js';
import type { AttemptRow, DeliveryRow } from './delivery.rows.js';
import type { DeliveryAnswer, DeliveryDetail } from './deliveries.schemas.js';

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
    fault: row.fault,
    created_at: row.created_at.toISOString(),
    delivered_at: row.delivered_at?.toISOString() ?? null,
  };
}

/** With every attempt as it went over the wire; the body is the same in all of them. */
export function toDeliveryDetail(
  row: DeliveryRow,
  attempts: readonly AttemptRow[],
  event: EventRow,
): DeliveryDetail {
  const body = deliveryBody({ ...event, event_id: event.id });
  return {
    ...toDeliveryAnswer(row),
    attempts: attempts.map((attempt) => toAttempt(attempt, body)),
  };
}

function toAttempt(attempt: AttemptRow, body: string): DeliveryDetail['attempts'][number] {
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
            body: attempt.response_body ?? '',
          },
    error: attempt.error,
    fault: attempt.fault,
  };
}
