import { z } from 'zod';
import { pageQueryShape, pageSchema } from '#core/paging/page.js';

/** Where most hotels that use the hub are; also the column's default. */
export const DEFAULT_TIME_ZONE = 'Asia/Jakarta';

const timeZoneSchema = z
  .string()
  .refine(
    isTimeZone,
    'is not a time zone of the IANA database, such as Asia/Jakarta or Asia/Makassar',
  );

export const createPropertySchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  time_zone: timeZoneSchema.default(DEFAULT_TIME_ZONE),
});
export type CreateProperty = z.infer<typeof createPropertySchema>;

export const changePropertySchema = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  time_zone: timeZoneSchema.optional(),
});
export type ChangeProperty = z.infer<typeof changePropertySchema>;

export const listPropertiesSchema = z.strictObject(pageQueryShape);
export type ListProperties = z.infer<typeof listPropertiesSchema>;

export const propertyIdSchema = z.strictObject({ id: z.uuid() });
export type PropertyId = z.infer<typeof propertyIdSchema>;

export const propertySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  time_zone: z.string(),
  created_at: z.iso.datetime(),
});
export type PropertyAnswer = z.infer<typeof propertySchema>;

export const propertyPageSchema = pageSchema(propertySchema);

/** Offsets such as `+07:00` are refused: a hotel's day follows a place, not a number. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
