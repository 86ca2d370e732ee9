import { setImmediate as immediately } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { DeliveryWorkRepository } from './delivery-work.repository.js';
import type { ClaimedDelivery } from './delivery.rows.js';
import { DeliveryLanes } from './delivery-lanes.js';

/** Lanes over a table that answers a claim when it is told to. */
function someLanes() {
  const { promise, resolve } = Promise.withResolvers<ClaimedDelivery[]>();
  const seen = { released: [] as string[], attempted: [] as string[] };
  const work: Partial<DeliveryWorkRepository> = {
    claim: () => promise,
    release: async (ids) => void seen.released.push(...ids),
  };
  const attempts = { make: async ({ id }: ClaimedDelivery) => void seen.attempted.push(id) };
  const lanes = new DeliveryLanes(
    work as DeliveryWorkRepository,
    attempts as never,
    undefined as never,
    undefined as never,
  );
  const claim = (...ids: string[]) => resolve(ids.map((id) => ({ id }) as ClaimedDelivery));
  return { lanes, claim, seen };
}

describe('a lane', () => {
  it('takes in more before it runs dry, until its endpoint has none left', async () => {
    const backlog = Array.from({ length: 1_000 }, (_, i) => ({ id: `${i}`, attempt_count: 0 }));
    const total = backlog.length;
    const made: string[] = [];
    const work = {
      claim: async (_endpoint: string, room: number) => backlog.splice(0, room),
      release: async () => undefined,
    };
    const attempts = { make: async ({ id }: { id: string }) => (made.push(id), null) };
    const lanes = new DeliveryLanes(
      work as never,
      attempts as never,
      undefined as never,
      undefined as never,
    );
    await lanes.pull('endpoint');
    // Turns of the event loop, not time: nothing but the lane itself asks for more.
    for (let turn = 0; turn < total && made.length < total; turn += 1) await immediately();
    await lanes.stop();
    expect(made).toHaveLength(total);
  });
});

describe('lanes that are stopped', () => {
  it('give back what a claim under way brings, and wait for it', async () => {
    const { lanes, claim, seen } = someLanes();
    const pulling = lanes.pull('endpoint');
    const stopping = lanes.stop();
    claim('delivery-1', 'delivery-2');
    await Promise.all([pulling, stopping]);
    expect(seen).toEqual({ released: ['delivery-1', 'delivery-2'], attempted: [] });
  });
});
