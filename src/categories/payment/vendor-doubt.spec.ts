import { describe, expect, it } from '@jest/globals';
import { IncompleteAnswerError } from '#connectors/incomplete-answer.error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { mayHaveActed, refsIn } from './vendor-doubt.js';

const incomplete = new IncompleteAnswerError({
  provider: 'P',
  operation: 'create',
  field: 'action.url',
  problem: 'missing',
  refs: { id: 7 },
});

describe('whether a vendor may have acted although the call failed', () => {
  it.each([
    ['an answer that never came', new VendorError('ambiguous', 'cut'), true],
    ['a reference that is taken', new VendorError('duplicate', 'taken'), true],
    ['an answer that lacks something', incomplete, true],
    [
      'the same, told in a summary',
      new VendorError('invalid_request', 'two', { cause: incomplete }),
      true,
    ],
    [
      'a success that no rule knows',
      new VendorError('invalid_request', '<html>', { vendorStatus: 200 }),
      true,
    ],
    [
      'a refusal by a code, under 200',
      new VendorError('invalid_request', 'no', { vendorStatus: 200, vendorCode: '400' }),
      false,
    ],
    [
      'a refusal by its status',
      new VendorError('invalid_request', 'no', { vendorStatus: 422 }),
      false,
    ],
    ['a decline', new VendorError('declined', 'no'), false],
    ['a connection that was refused', new VendorError('unavailable', 'no'), false],
    ['a bug of ours', new Error('oops'), false],
  ])('%s: %p', (_what, error, expected) => {
    expect(mayHaveActed(error)).toBe(expected);
  });

  it('keeps the ids that came all the same', () => {
    expect(refsIn(new VendorError('ambiguous', 'two', { cause: incomplete }))).toEqual({ id: '7' });
    expect(refsIn(new VendorError('ambiguous', 'cut'))).toEqual({});
  });
});
