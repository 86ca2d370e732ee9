import { describe, expect, it } from '@jest/globals';
import { VENDOR_ERROR_KINDS } from '../../../src/core/errors/vendor-error.js';
import type { TextKey } from '../lib/i18n';
import { en } from '../lib/texts/en';
import { id } from '../lib/texts/id';
import { FAILURE_KINDS, kindOf, textsOf, usesSupport } from './vendor-error-texts';

describe('the words for failures', () => {
  it.each(Object.keys(VENDOR_ERROR_KINDS))('know the kind %s of the hub', (kind) => {
    expect(kindOf(kind)).toBe(kind);
  });

  it.each(FAILURE_KINDS)('say of %s what, why, what to do and who, in both languages', (kind) => {
    const texts: TextKey[] = Object.values({ ...textsOf(kind) });
    for (const key of texts) {
      expect([key, id[key].length > 0, en[key].length > 0]).toEqual([key, true, true]);
    }
    const { next } = textsOf(kind);
    expect(en[next].split('\n')).toHaveLength(id[next].split('\n').length);
  });

  it('tell of what nobody described in general', () => {
    expect(kindOf('solar_flare')).toBe('other');
    expect(kindOf(undefined)).toBe('other');
  });

  it('send nobody to the vendor for what the hotel or a bank decided', () => {
    expect(['paused', 'limited', 'declined'].filter((kind) => usesSupport(kindOf(kind)))).toEqual(
      [],
    );
  });
});
