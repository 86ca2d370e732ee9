/** What can be set, as the schema has it: for pages that show limits and defaults without a list of their own. */
import { z } from 'zod';
import { settingsSchema } from './settings.schemas.js';

export const settingFieldSchema = z.object({
  group: z.string(),
  key: z.string(),
  type: z.enum(['integer', 'number']),
  default: z.number(),
  minimum: z.number(),
  maximum: z.number(),
});
export type SettingField = z.infer<typeof settingFieldSchema>;

export const settingFieldsSchema = z.object({ items: z.array(settingFieldSchema) });
export type SettingFields = z.infer<typeof settingFieldsSchema>;

const fieldOfGroupSchema = z.looseObject(settingFieldSchema.omit({ group: true, key: true }).shape);
const groupsSchema = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({ properties: z.record(z.string(), fieldOfGroupSchema) }),
  ),
});

/** Every setting with its default and range, in the order of the schema. */
export function settingFields(): SettingField[] {
  const { properties: groups } = groupsSchema.parse(z.toJSONSchema(settingsSchema));
  return Object.entries(groups).flatMap(([group, { properties }]) =>
    Object.entries(properties).map(([key, { type, default: value, minimum, maximum }]) => ({
      ...{ group, key, type, default: value, minimum, maximum },
    })),
  );
}
