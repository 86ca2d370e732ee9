import { afterEach, describe, expect, it } from '@jest/globals';
import { VendorError } from '#core/errors/vendor-error.js';
import { createLog } from '#core/logging/log.js';
import type { BreakerRow, BreakerStore } from './breaker-state.js';
import { type BreakerEvent, Breakers } from './breakers.service.js';

const PROFILE = { name: 'front-desk-pay', settings: { failures: 3, openMs: 60_000 } };
const fails = () => Promise.reject(new VendorError('unavailable', 'down'));

function aRow(changes: Partial<BreakerRow> = {}): BreakerRow {
  return {
    provider_id: 'p1',
    state: 'closed',
    failures: 0,
    forced: false,
    version: 1,
    retry_in_ms: 0,
    probe_in_ms: 0,
    ...changes,
  };
}

const OPEN = { state: 'open', retry_in_ms: 50_000 } as const;

class FakeStore implements BreakerStore {
  rows: BreakerRow[] = [];
  forgotten: string[] = [];

  recordFailure = async () => ({ ...aRow({ ...OPEN, version: 9 }), opened: true });
  reset = async () => undefined;
  tryProbe = async () => ({ admitted: false, row: undefined });
  reopen = async () => undefined;
  releaseProbe = async () => undefined;
  close = async () => undefined;
  force = async (provider_id: string, state: 'open' | 'closed') =>
    aRow({ provider_id, state, forced: state === 'open', version: 20 });
  listAll = async () => this.rows;
  forget = async (providerId: string) => void this.forgotten.push(providerId);
}

const started: Breakers[] = [];

afterEach(() => {
  for (const breakers of started.splice(0)) breakers.onApplicationShutdown();
});

async function setUp(rows: BreakerRow[] = []) {
  const store = new FakeStore();
  store.rows = rows;
  let hear: (payload: string) => void = () => undefined;
  let reconnect: () => void = () => undefined;
  let isSubscribed = false;
  const notifications = {
    subscribe: (_channel: string, handler: (payload: string) => void) => {
      hear = handler;
      isSubscribed = true;
      return () => {
        isSubscribed = false;
      };
    },
    onReconnect: (handler: () => void) => {
      reconnect = handler;
    },
  };
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => lines.push(line) });
  const breakers = new Breakers(store, notifications, log);
  started.push(breakers);
  const events: BreakerEvent[] = [];
  breakers.subscribe((event) => events.push(event));
  await breakers.onModuleInit();
  return {
    breakers,
    store,
    events,
    lines,
    hear: (payload: string) => hear(payload),
    reconnect: () => reconnect(),
    isSubscribed: () => isSubscribed,
  };
}

describe('breakers', () => {
  it('know from the start what is open', async () => {
    const { breakers } = await setUp([aRow(OPEN)]);
    expect(breakers.viewOf('p1').state).toBe('open');
    expect(breakers.viewOf('other').state).toBe('closed');
  });

  it('are one for each provider, with the latest name and rule', async () => {
    const { breakers } = await setUp();
    const first = breakers.of('p1', PROFILE);
    const renamed = { ...PROFILE, name: 'lobby-pay' };
    expect(breakers.of('p1', renamed)).toBe(first);
    expect(first.profile).toBe(renamed);
  });

  it('follow notices of other processes, also about providers not called here yet', async () => {
    const { breakers, hear } = await setUp();
    hear(JSON.stringify(aRow(OPEN)));
    expect(breakers.viewOf('p1').state).toBe('open');
    hear(JSON.stringify(aRow({ version: 2 })));
    expect(breakers.viewOf('p1').state).toBe('closed');
  });

  it('survive a notice that makes no sense', async () => {
    const { hear, lines } = await setUp();
    hear('{"provider_id":1');
    expect(lines.join('')).toContain('could not be read');
  });

  it('read everything again after the connection for notices was lost', async () => {
    const { breakers, store, reconnect } = await setUp();
    store.rows = [aRow(OPEN)];
    reconnect();
    await new Promise(setImmediate);
    expect(breakers.viewOf('p1').state).toBe('open');
  });

  it('tell once of a change that was made here, and not of those heard', async () => {
    const { breakers, events, hear } = await setUp();
    await breakers
      .of('p1', PROFILE)
      .run(fails, 1_000)
      .catch(() => undefined);
    hear(JSON.stringify(aRow({ ...OPEN, version: 9 })));
    expect(events).toEqual([{ providerId: 'p1', change: 'opened', isForced: false }]);
  });

  it('obey the operator at once', async () => {
    const { breakers, events } = await setUp();
    const view = await breakers.force('p1', 'open');
    expect(view).toMatchObject({ state: 'open', isForced: true });
    expect(events).toEqual([{ providerId: 'p1', change: 'opened', isForced: true }]);
  });

  it('forget a provider that is gone', async () => {
    const { breakers, store } = await setUp([aRow(OPEN)]);
    await breakers.forget('p1');
    expect(store.forgotten).toEqual(['p1']);
    expect(breakers.viewOf('p1').state).toBe('closed');
  });

  it('listen no longer after shutdown', async () => {
    const { breakers, isSubscribed } = await setUp();
    breakers.onApplicationShutdown();
    expect(isSubscribed()).toBe(false);
  });

  it.each([
    ['open, its time not over', aRow(OPEN), true],
    ['open, its time over: a probe may go', aRow({ state: 'open', retry_in_ms: -1 }), false],
    ['held open by hand', aRow({ state: 'open', forced: true }), true],
    ['closed', aRow(), false],
  ])('knows whether a provider rests: %s', async (_title, row, isResting) => {
    const { breakers } = await setUp([row]);
    expect(breakers.isResting('p1')).toBe(isResting);
  });
});
