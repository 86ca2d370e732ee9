import { describe, expect, it } from '@jest/globals';
import { SharedFor } from './shared-for.js';

describe('an answer that is shared for a while', () => {
  const clock = { at: 0 };
  const shared = () => new SharedFor<string, number>(1_000, () => clock.at);

  it('is worked out once, also for those who ask before it is there', async () => {
    const answers = shared();
    let worked = 0;
    const work = async () => (worked += 1);
    const asked = [answers.get('a', work), answers.get('a', work), answers.get('b', work)];
    expect(await Promise.all(asked)).toEqual([1, 1, 2]);
  });

  it('is worked out anew when its time is over', async () => {
    const answers = shared();
    await answers.get('a', async () => 1);
    clock.at += 1_000;
    expect(await answers.get('a', async () => 2)).toBe(2);
  });

  it('is not kept when it failed', async () => {
    const answers = shared();
    await expect(answers.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await answers.get('a', async () => 3)).toBe(3);
  });
});
