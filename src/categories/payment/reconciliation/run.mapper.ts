import type { RunRow } from './reconciliation.rows.js';
import type { RunAnswer } from './reconciliation.schemas.js';

export function toRunAnswer(row: RunRow): RunAnswer {
  return {
    id: row.id,
    date: row.day,
    zone: row.zone,
    origin: row.origin,
    scope: row.scope,
    property_id: row.property_id,
    status: row.status,
    asked: row.asked,
    unasked: row.unasked,
    mismatches: row.mismatches,
    error: row.error,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
