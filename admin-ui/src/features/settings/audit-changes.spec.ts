import { describe, expect, it } from '@jest/globals';
import { changesBetween, partsOf } from './audit-changes.js';

describe('what changed', () => {
  it('is named leaf by leaf, and what stayed is left out', () => {
    expect(
      changesBetween(
        { name: 'Kasir', limits: { day: 10, month: 100 }, chain: ['a', 'b'] },
        { name: 'Kasir', limits: { day: 20, month: 100 }, chain: ['b', 'a'] },
      ),
    ).toEqual([
      { path: 'limits.day', before: 10, after: 20 },
      { path: 'chain', before: ['a', 'b'], after: ['b', 'a'] },
    ]);
  });

  it('of something new or gone is all of it', () => {
    expect(changesBetween(null, { name: 'PMS' })).toEqual([
      { path: 'name', before: undefined, after: 'PMS' },
    ]);
    expect(changesBetween({ name: 'PMS', note: null }, null)).toEqual([
      { path: 'name', before: 'PMS', after: undefined },
    ]);
  });

  it('keeps a masked secret in one piece', () => {
    const [old, next] = [
      { set: true, last4: 'a1b2' },
      { set: true, last4: 'c3d4' },
    ];
    expect(changesBetween({ key: old }, { key: next })).toEqual([
      { path: 'key', before: old, after: next },
    ]);
  });

  it('is nothing where nothing is', () => {
    expect(changesBetween(null, null)).toEqual([]);
    expect(changesBetween({ a: null, b: [] }, {})).toEqual([]);
  });
});

describe('the path of a change', () => {
  it('is the field, and where in it', () => {
    expect(partsOf('base_urls.core')).toEqual({ field: 'base_urls', inside: 'core' });
    expect(partsOf('extra_config.breaker.open_ms')).toEqual({
      field: 'extra_config',
      inside: 'breaker open ms',
    });
  });

  it('is the field alone where it has one value', () => {
    expect(partsOf('name')).toEqual({ field: 'name', inside: '' });
    expect(partsOf('base_urls.default')).toEqual({ field: 'base_urls', inside: '' });
  });
});
