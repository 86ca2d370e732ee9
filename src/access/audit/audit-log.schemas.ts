import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';

export const listAuditLogSchema = z.strictObject({
  ...pageQueryShape,
  subject_id: z.string().min(1).max(200).optional(),
  action: z.string().min(1).max(100).optional(),
});
export type ListAuditLog = z.infer<typeof listAuditLogSchema>;

export const auditLogEntrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  before: z.unknown().describe('the thing before, secrets left out; null when it is new'),
  after: z.unknown().describe('the thing after, secrets left out; null when it is gone'),
  ip: z.string().nullable(),
  trace_id: z.string().nullable(),
});
export type AuditLogEntry = z.infer<typeof auditLogEntrySchema>;

export const auditLogPageSchema = pageSchema(auditLogEntrySchema);
