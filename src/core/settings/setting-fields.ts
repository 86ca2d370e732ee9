/** What can be set, as the schema has it: for pages that show limits and defaults without a list of their own. */
import { z } from 'zod';
import { settingsSchema } from './settings.schemas.js';

const placeShape = { group: z.string(), key: z.string() };
const numberShape = {
  type: z.enum(['integer', 'number']),
  default: z.number(),
  minimum: z.number(),
  maximum: z.number(),
};
const switchShape = { type: z.literal('boolean'), default: z.boolean() };

export const settingFieldSchema = z.discriminatedUnion('type', [
  z.object({ ...placeShape, ...numberShape }),
  z.object({ ...placeShape, ...switchShape }),
]);
export type SettingField = z.infer<typeof settingFieldSchema>;

export const settingFieldsSchema = z.object({ items: z.array(settingFieldSchema) });
export type SettingFields = z.infer<typeof settingFieldsSchema>;

const kindSchema = z.discriminatedUnion('type', [z.object(numberShape), z.object(switchShape)]);
const groupsSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ properties: z.record(z.string(), kindSchema) })),
});

/** Every setting with its default and what it may be, in the order of the schema. */
export function settingFields(): SettingField[] {
  const { properties: groups } = groupsSchema.parse(z.toJSONSchema(settingsSchema));
  return Object.entries(groups).flatMap(([group, { properties }]) =>
    Object.entries(properties).map(([key, kind]) => ({ group, key, ...kind })),
  );
}
