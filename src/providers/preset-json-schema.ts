import { z } from 'zod';
import { connectorSchema } from '#connectors/definition.schemas.js';
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

let ofConnector: Record<string, unknown> | undefined;

/** JSON Schema of a connector alone; made once. */
export function connectorJsonSchema(): Record<string, unknown> {
  ofConnector ??= z.toJSONSchema(connectorSchema, { io: 'input', reused: 'ref' });
  return ofConnector;
}
