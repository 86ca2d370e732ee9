import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from './classify.js';

const NOW = new Date('2026-11-20T08:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['7', 7],
    ['1.2', 2],
    ['-5', 0],
    ['Fri, 20 Nov 2026 08:00:09 GMT', 9],
    ['Fri, 20 Nov 2026 07:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %s as %s seconds', (value, seconds) => {
    expect(parseRetryAfter(value, NOW)).toBe(seconds);
  });
});
