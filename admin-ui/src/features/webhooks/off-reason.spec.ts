import { describe, expect, it } from '@jest/globals';
import { offReason } from './off-reason';

describe('offReason', () => {
  it.each([
    ['switched off by Wayan', ['endpoint.off.by', { by: 'Wayan' }]],
    ['the receiver answered 410 Gone', ['cause.gone', { by: '' }]],
    ['every delivery has failed since 2026-11-01T00:00:00.000Z', ['endpoint.off.days', { by: '' }]],
    ['something new', undefined],
  ])('of %s', (reason, words) => {
    expect(offReason(reason)).toEqual(words);
  });
});
