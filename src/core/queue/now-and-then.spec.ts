import { describe, expect, it } from '@jest/globals';
import { nowAndThen } from './now-and-then.js';

describe('nowAndThen', () => {
  it('tells the first at once, then one in a while with the number of those between', () => {
    let nowMs = 1_000;
    const told: [string, number][] = [];
    const tell = nowAndThen<string>((what, unsaid) => told.push([what, unsaid]), {
      everyMs: 100,
      now: () => nowMs,
    });
    for (const what of ['a', 'b', 'c']) tell(what);
    nowMs += 100;
    tell('d');
    tell('e');
    expect(told).toEqual([
      ['a', 0],
      ['d', 2],
    ]);
  });
});
