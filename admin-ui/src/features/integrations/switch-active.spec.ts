import { describe, expect, it } from '@jest/globals';
import { chainAfter } from './switch-active';

const link = (id: string) => ({ id, slug: id, name: id, is_active: true, weight: 1 });
const feature = { chain: ['a', 'b', 'c'].map(link) };

describe('the chain after a provider went', () => {
  it('begins with the successor and keeps the old one as the last fallback', () => {
    expect(chainAfter(feature, 'a', 'c', 'keep')).toEqual(['c', 'b', 'a']);
  });

  it('takes in a successor that did not stand in it', () => {
    expect(chainAfter(feature, 'a', 'x', 'leave')).toEqual(['x', 'b', 'c']);
  });

  it('moves up where no successor is named', () => {
    expect(chainAfter(feature, 'b', undefined, 'leave')).toEqual(['a', 'c']);
  });
});
