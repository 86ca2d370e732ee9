import { type CsvCell, toCsv } from '#core/csv/csv.js';
import type { AuditLogEntry } from './audit-log.schemas.js';

const HEADER = [
  'at',
  'actor_type',
  'actor_id',
  'actor',
  'action',
  'subject_type',
  'subject_id',
  'before',
  'after',
  'ip',
  'trace_id',
];

/** One line for each entry; what was before and after stands in it as JSON. */
export function toAuditCsv(entries: readonly AuditLogEntry[]): string {
  return toCsv(HEADER, entries.map(toCells));
}

function toCells({
  at,
  actor,
  action,
  subject,
  before,
  after,
  ip,
  trace_id,
}: AuditLogEntry): CsvCell[] {
  return [
    ...[at, actor.type, actor.id, actor.name, action, subject.type, subject.id],
    ...[toText(before), toText(after), ip, trace_id],
  ];
}

function toText(value: unknown): CsvCell {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
