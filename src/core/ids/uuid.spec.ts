import { describe, expect, it } from '@jest/globals';
import { newId } from './uuid.js';

describe('newId', () => {
  it('gives ids that sort in the order in which they were made', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives UUIDs of version 7', () => {
    expect(newId()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('leaves much of an id to chance, also within one millisecond', () => {
    const tails = Array.from({ length: 5_000 }, () => newId().slice(-10));
    expect(new Set(tails).size).toBe(tails.length);
  });
});
