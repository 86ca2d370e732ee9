import { z } from 'zod';
import { baseNameSchema } from './preset-file.js';
import { presetSchema } from './preset.schemas.js';

/** Whatever stands beside `extends` is a patch; the whole is checked once it is merged. */
const extendingPresetSchema = presetSchema
  .partial()
  .extend({ extends: baseNameSchema, connector: z.looseObject({}).optional() })
  .required({ preset_id: true, version: true, vendor: true, display_name: true });

/** JSON Schema of a preset file as people write it, for editors and the admin UI. */
export function presetJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(z.union([presetSchema, extendingPresetSchema]), {
    io: 'input',
    reused: 'ref',
  });
}
