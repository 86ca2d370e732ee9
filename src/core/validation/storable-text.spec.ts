import { describe, expect, it } from '@jest/globals';
import { unstorablePath } from './storable-text.js';

describe('text that a database can not keep', () => {
  it.each([
    ['a zero byte', { data: { room: 'a\u0000b' } }, ['data', 'room']],
    ['half of a pair', { list: ['fine', '\ud800'] }, ['list', '1']],
    ['a key', { data: { '\u0000': 1 } }, ['data']],
    ['the text itself', '\udfff', []],
  ])('is found: %s', (_case, value, path) => {
    expect(unstorablePath(value)).toEqual(path);
  });

  it('is not found in any other', () => {
    expect(
      unstorablePath({ a: ['😀', 'é', '\u202e', '\n'], b: null, c: 1, d: undefined }),
    ).toBeUndefined();
  });

  it('is found however deep it lies', () => {
    let value: unknown = '\u0000';
    for (let i = 0; i < 200_000; i += 1) value = [value];
    expect(unstorablePath(value)).toHaveLength(20);
  });
});
