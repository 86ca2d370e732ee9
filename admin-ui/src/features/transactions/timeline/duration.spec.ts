import { describe, expect, it } from '@jest/globals';
import { duration } from './duration';

describe('duration', () => {
  it.each([
    [0.4, '0 ms'],
    [84, '84 ms'],
    [1_240, '1,2 detik'],
    [300_000, '5 menit'],
    [5_400_000, '1,5 jam'],
    [172_800_000, '2 hari'],
  ])('tells %d in words', (ms, words) => {
    expect(duration(ms, 'id')).toBe(words);
  });

  it('speaks English, too', () => {
    expect(duration(60_000, 'en')).toBe('1 minute');
  });
});
