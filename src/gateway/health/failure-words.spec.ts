import { describe, expect, it } from '@jest/globals';
import { failuresInWords } from './failure-words.js';

describe('failures in words', () => {
  it('are named in both languages, the most frequent first', () => {
    expect(failuresInWords({ unauthorized: 2, ambiguous: 30 })).toEqual({
      id: 'tidak menjawab tepat waktu 30, kunci ditolak 2',
      en: 'no answer in time 30, credentials refused 2',
    });
  });

  it('leave out answers that are no failure, and name what nobody described by its key', () => {
    expect(failuresInWords({ declined: 9, of_tomorrow: 1 }).en).toBe('of_tomorrow 1');
  });
});
