import { describe, expect, it } from '@jest/globals';
import type { Sample } from './metric-table.js';
import { ScrapeSources } from './scrape-sources.js';

const dead = (value: number): Sample => ({ name: 'kunci_deliveries_dead', labels: {}, value });
const up = (value: number): Sample => ({
  name: 'kunci_scrape_source_up',
  labels: { source: 'events' },
  value,
});

function world(read: () => Promise<readonly Sample[]>, more: { readonly isCheap?: boolean } = {}) {
  const clock = { nowMs: 0 };
  const troubles: unknown[] = [];
  const sources = new ScrapeSources((_source, error) => troubles.push(error), {
    timeoutMs: 20,
    keepMs: 5_000,
    now: () => clock.nowMs,
  });
  sources.add({ id: 'events', read, ...more });
  return { sources, clock, troubles };
}

describe('ScrapeSources', () => {
  it('reads a source again only when what it said is old', async () => {
    let reads = 0;
    const { sources, clock } = world(async () => [dead((reads += 1))]);
    expect(await sources.read()).toEqual([dead(1), up(1)]);
    clock.nowMs = 4_999;
    expect(await sources.read()).toEqual([dead(1), up(1)]);
    clock.nowMs = 5_000;
    expect(await sources.read()).toEqual([dead(2), up(1)]);
  });

  it('reads what is in memory every time', async () => {
    let reads = 0;
    const { sources } = world(async () => [dead((reads += 1))], { isCheap: true });
    await sources.read();
    expect(await sources.read()).toEqual([dead(2), up(1)]);
  });

  it('leaves out a source that fails, and says so', async () => {
    const { sources, troubles } = world(() => Promise.reject(new Error('away')));
    expect(await sources.read()).toEqual([up(0)]);
    expect(troubles).toEqual([new Error('away')]);
  });

  it('does not wait for a source that hangs, nor ask it again meanwhile', async () => {
    let reads = 0;
    const pending = Promise.withResolvers<readonly Sample[]>();
    const { sources } = world(() => {
      reads += 1;
      return pending.promise;
    });
    expect(await sources.read()).toEqual([up(0)]);
    expect(await sources.read()).toEqual([up(0)]);
    expect(reads).toBe(1);
    pending.resolve([dead(3)]);
    expect(await sources.read()).toEqual([dead(3), up(1)]);
  });
});
