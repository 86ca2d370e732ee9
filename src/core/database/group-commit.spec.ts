import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

function recorder(fail: (items: readonly number[]) => boolean = () => false, code = '23514') {
  const batches: number[][] = [];
  const write = async (items: readonly number[]) => {
    batches.push([...items]);
    if (fail(items)) throw Object.assign(new Error('refused'), { code });
    return items.map((item) => item * 10);
  };
  return { batches, write };
}

describe('GroupCommit', () => {
  it('puts items of the same turn into one batch', async () => {
    const { batches, write } = recorder();
    const group = new GroupCommit<number, number>(write, { maxItems: 100, maxInFlight: 1 });
    await Promise.all([1, 2, 3].map((n) => group.add(n)));
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('never puts more than maxItems into a batch and loses none', async () => {
    const { batches, write } = recorder();
    const group = new GroupCommit<number, number>(write, { maxItems: 2, maxInFlight: 1 });
    await Promise.all([1, 2, 3, 4, 5].map((n) => group.add(n)));
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('gives each item its own result', async () => {
    const { write } = recorder();
    const group = new GroupCommit<number, number>(write, { maxItems: 2, maxInFlight: 1 });
    await expect(Promise.all([1, 2, 3].map((n) => group.add(n)))).resolves.toEqual([10, 20, 30]);
  });

  it('fails only the bad item of a batch', async () => {
    const { write } = recorder((items) => items.includes(2));
    const group = new GroupCommit<number, number>(write, { maxItems: 10, maxInFlight: 1 });
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => group.add(n)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('gives up a whole batch at once when the database is away', async () => {
    const { batches, write } = recorder(() => true, 'ECONNREFUSED');
    const group = new GroupCommit<number, number>(write, { maxItems: 10, maxInFlight: 1 });
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => group.add(n)));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('goes on after a failure', async () => {
    const { batches, write } = recorder((items) => items.includes(1));
    const group = new GroupCommit<number, number>(write, { maxItems: 10, maxInFlight: 1 });
    await expect(group.add(1)).rejects.toThrow('refused');
    await group.add(2);
    expect(batches).toEqual([[1], [2]]);
  });
});
