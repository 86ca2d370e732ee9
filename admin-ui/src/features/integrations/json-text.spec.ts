import { describe, expect, it } from '@jest/globals';
import { differences, parseJson } from './json-text';

describe('JSON that people type', () => {
  it('says in which line it is broken', () => {
    expect(parseJson('{\n  "a": 1,\n  "b": oops\n}')).toEqual({ isValid: false, line: 3 });
    expect(parseJson('{\n  "a": 1')).toEqual({ isValid: false, line: 2 });
    expect(parseJson('{\n  "a": [1,\n  2\n  "b": 3\n}')).toEqual({ isValid: false, line: 4 });
    expect(parseJson('[\n1,\n]')).toEqual({ isValid: false, line: 3 });
    expect(parseJson('{\n"a": [{}, []]\n}}')).toEqual({ isValid: false, line: 3 });
  });

  it('is an empty object where nothing was typed', () => {
    expect(parseJson(' ')).toEqual({ isValid: true, value: {} });
  });
});

describe('differences', () => {
  it('are named by their path, with both sides', () => {
    expect(differences({ a: { b: 1, c: [1] }, d: 2 }, { a: { b: 1, c: [2] }, e: 3 })).toEqual([
      { path: 'a.c', before: [1], after: [2] },
      { path: 'd', before: 2, after: undefined },
      { path: 'e', before: undefined, after: 3 },
    ]);
  });
});
