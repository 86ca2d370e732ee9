import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';

const filterShape = {
  subject_id: z.string().min(1).max(200).optional(),
  subject_type: z.string().min(1).max(100).optional(),
  action: z.string().min(1).max(100).optional(),
  actor_id: z.string().min(1).max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional().describe('inclusive'),
  to: z.iso.datetime({ offset: true }).optional().describe('exclusive'),
};

export const listAuditLogSchema = z.strictObject({ ...pageQueryShape, ...filterShape });
export type ListAuditLog = z.infer<typeof listAuditLogSchema>;

export const exportAuditLogSchema = z.strictObject(filterShape);
export type ExportAuditLog = z.infer<typeof exportAuditLogSchema>;

export const auditActorSchema = z.object({ type: z.string(), id: z.string(), name: z.string() });

export const auditActorsSchema = z.object({ items: z.array(auditActorSchema) });
export type AuditActors = z.infer<typeof auditActorsSchema>;

export const auditLogEntrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: auditActorSchema,
  action: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  before: z.unknown().describe('the thing before, secrets left out; null when it is new'),
  after: z.unknown().describe('the thing after, secrets left out; null when it is gone'),
  ip: z.string().nullable(),
  trace_id: z.string().nullable(),
});
export type AuditLogEntry = z.infer<typeof auditLogEntrySchema>;

export const auditLogPageSchema = pageSchema(auditLogEntrySchema);
