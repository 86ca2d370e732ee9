/** Writes `presets/preset.schema.json` from the zod schema, for editors; a unit test keeps the two equal. */
import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';

const { presetJsonSchema } = await import('../../dist/src/providers/preset-json-schema.js');
const text = await format(JSON.stringify(presetJsonSchema()), { parser: 'json', printWidth: 100 });
await writeFile(new URL('../../presets/preset.schema.json', import.meta.url), text);
