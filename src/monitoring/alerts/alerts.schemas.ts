import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';
import { ALERT_SEVERITIES, ALERT_STATUSES } from './alert.types.js';

export const listAlertsSchema = z.strictObject({
  ...pageQueryShape,
  property_id: z.uuid().optional(),
  status: z.enum(ALERT_STATUSES).optional(),
  provider_id: z.uuid().optional(),
});
export type ListAlerts = z.infer<typeof listAlertsSchema>;

export const alertParamSchema = z.strictObject({ id: z.uuid('expected the id of an alert') });

/** The whole body may be left out. */
export const handleAlertSchema = z
  .strictObject({ note: z.string().trim().min(1).max(500).optional() })
  .nullish();
export type HandleAlert = z.infer<typeof handleAlertSchema>;

export const alertAnswerSchema = z.object({
  id: z.uuid(),
  rule: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  status: z.enum(ALERT_STATUSES),
  property_id: z.uuid().nullable(),
  provider_id: z.uuid().nullable(),
  message: z.object({ id: z.string(), en: z.string() }),
  data: z.looseObject({}),
  raised_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  acknowledged_at: z.iso.datetime().nullable(),
  acknowledged_by: z.string().nullable(),
  note: z.string().nullable(),
  resolved_at: z.iso.datetime().nullable(),
});
export type AlertAnswer = z.infer<typeof alertAnswerSchema>;
export const alertPageSchema = pageSchema(alertAnswerSchema);

export const trialAlertSchema = z.object({
  alert: alertAnswerSchema,
  channels: z.array(z.string()).describe('ways besides webhooks that alerts take'),
  subscribers: z
    .array(z.object({ id: z.uuid(), url: z.string() }))
    .describe('webhook endpoints that hear of it'),
});
export type TrialAlertAnswer = z.infer<typeof trialAlertSchema>;
