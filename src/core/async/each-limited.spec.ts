import { describe, expect, it } from '@jest/globals';
import { eachLimited } from './each-limited.js';

describe('eachLimited', () => {
  it('does every item, never more than the limit at a time', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await eachLimited([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('tells of a failure', async () => {
    const work = async (item: number): Promise<void> => {
      if (item === 2) throw new Error('two');
    };
    await expect(eachLimited([1, 2, 3], 2, work)).rejects.toThrow('two');
  });
});
