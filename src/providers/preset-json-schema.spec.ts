import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { presetJsonSchema } from './preset-json-schema.js';

describe('presets/preset.schema.json', () => {
  it('says what the zod schema says (npm run preset:schema writes it anew)', () => {
    const file = new URL('../../presets/preset.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(presetJsonSchema())),
    );
  });
});
