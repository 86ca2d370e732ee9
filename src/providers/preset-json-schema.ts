import { z } from 'zod';
import { presetSchema } from './preset.schemas.js';

/** JSON Schema of a preset file as people write it, for editors and the admin UI. */
export function presetJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(presetSchema, { io: 'input', reused: 'ref' });
}
