import { describe, expect, it } from '@jest/globals';
import { settingFields } from './setting-fields.js';
import { settingsChangeSchema, settingsSchema } from './settings.schemas.js';

const NUMBERS = settingFields().filter((field) => field.type !== 'boolean');

describe('the fields of the settings', () => {
  it('are all there, with the defaults of a new hub', () => {
    const grouped: Record<string, Record<string, number | boolean>> = {};
    for (const { group, key, default: value } of settingFields()) {
      grouped[group] = { ...grouped[group], [key]: value };
    }
    expect(grouped).toEqual(settingsSchema.parse({}));
  });

  it.each(NUMBERS)('have the range that a change of $group.$key is held to', (field) => {
    const takes = (value: number): boolean =>
      settingsChangeSchema.safeParse({ [field.group]: { [field.key]: value } }).success;
    expect(takes(field.minimum)).toBe(true);
    expect(takes(field.maximum)).toBe(true);
    expect(takes(field.minimum - 1)).toBe(false);
    expect(takes(field.maximum + 1)).toBe(false);
  });
});
