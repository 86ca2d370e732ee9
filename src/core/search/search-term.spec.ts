import { describe, expect, it } from '@jest/globals';
import { beginsWith, toSearchTerm } from './search-term.js';

describe('toSearchTerm', () => {
  it.each(['081234567890', '62 812 3456 7890', '+62 (0)812-3456-7890', ' 81234567890 '])(
    'reads %s as one phone number',
    (typed) => {
      expect(toSearchTerm(typed).phone).toBe('6281234567890');
    },
  );

  it('reads the beginning of a phone number', () => {
    expect(toSearchTerm('0812-345').phone).toBe('62812345');
  });

  it.each(['12345', 'RES-081234567890', 'budi'])('takes %s for no phone number', (typed) => {
    expect(toSearchTerm(typed).phone).toBeUndefined();
  });

  it('takes a whole id for one, in capitals too', () => {
    expect(toSearchTerm('0192B3A4-0000-7000-8000-00000000000A').id).toBe(
      '0192b3a4-0000-7000-8000-00000000000a',
    );
    expect(toSearchTerm('0192b3a4-0000').id).toBeUndefined();
  });

  it('splits a name into words without signs', () => {
    expect(toSearchTerm("Budi O'Neil & Co").words).toEqual(['budi', 'o', 'neil', 'co']);
  });

  it.each(['bu', '081234567890', '!!'])('looks for no name in %s', (typed) => {
    expect(toSearchTerm(typed).words).toEqual([]);
  });
});

describe('beginsWith', () => {
  it('takes the signs of LIKE for themselves', () => {
    expect(beginsWith('50%_\\')).toBe('50\\%\\_\\\\%');
  });
});
