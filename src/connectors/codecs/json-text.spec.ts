import { describe, expect, it } from '@jest/globals';
import { minifyJson } from './json-text.js';

describe('minifyJson', () => {
  it.each([
    ['{ "a" : 1.00 , "b":[ 1, 2 ] }', '{"a":1.00,"b":[1,2]}'],
    ['{\r\n\t"a": "  x  "\n}', '{"a":"  x  "}'],
    ['{"a": "q\\" \\\\", "b": " "}', '{"a":"q\\" \\\\","b":" "}'],
    ['{"u": "https:\\/\\/x", "u": 1e5}', '{"u":"https:\\/\\/x","u":1e5}'],
    ['{"n": null}', '{"n":null}'],
    ['', ''],
    ['{"a":1}', '{"a":1}'],
    ['{"open": " x', '{"open":" x'],
  ])('turns %j into %j', (text, expected) => {
    expect(minifyJson(text)).toBe(expected);
  });

  it('keeps the meaning of any JSON', () => {
    const value = { a: ['x y', { b: '\t"\\', c: [null, 1.5, true] }], ' k ': '' };
    for (const indent of [0, 1, 4, '\t', '\r\n']) {
      expect(minifyJson(JSON.stringify(value, null, indent))).toBe(JSON.stringify(value));
    }
  });
});
