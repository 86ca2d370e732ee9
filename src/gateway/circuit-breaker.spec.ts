import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import {
  BreakerOpenError,
  type BreakerRow,
  type BreakerSettings,
  type BreakerStore,
} from './breaker-state.js';
import { type BreakerChange, ProviderBreaker } from './circuit-breaker.js';

const ID = '01990000-0000-7000-8000-000000000001';
const PROBE_MS = 10_000;

/** The table and its notices, by the same rules, in memory. */
class SharedState implements BreakerStore {
  calls: string[] = [];
  isAway = false;
  listeners: ((row: BreakerRow) => void)[] = [];
  private row:
    { state: 'open' | 'closed'; failures: number; forced: boolean; version: number } | undefined;
  private retryAt = 0;
  private probeUntil = 0;

  async recordFailure(_id: string, settings: BreakerSettings) {
    this.enter('recordFailure');
    const row = (this.row ??= { state: 'closed', failures: 0, forced: false, version: 0 });
    const wasClosed = row.state === 'closed';
    if (wasClosed) row.failures += 1;
    const opened = wasClosed && row.failures >= settings.failures;
    if (opened) {
      row.state = 'open';
      this.retryAt = Date.now() + settings.openMs;
      this.probeUntil = 0;
    }
    return { ...this.changed(wasClosed), opened };
  }

  async reset() {
    this.enter('reset');
    if (this.row?.state !== 'closed' || this.row.failures === 0) return;
    this.row.failures = 0;
    this.changed();
  }

  async tryProbe(_id: string, probeMs: number) {
    this.enter('tryProbe');
    if (!this.row) return { admitted: false, row: undefined };
    const now = Date.now();
    const { state, forced } = this.row;
    const admitted = state === 'open' && !forced && this.retryAt <= now && this.probeUntil <= now;
    if (admitted) this.probeUntil = now + probeMs;
    return { admitted, row: admitted ? this.changed(false) : this.current(this.row) };
  }

  async reopen(_id: string, openMs: number) {
    this.enter('reopen');
    if (this.row?.state !== 'open' || this.row.forced) return undefined;
    this.retryAt = Date.now() + openMs;
    this.probeUntil = 0;
    return this.changed();
  }

  async releaseProbe() {
    this.enter('releaseProbe');
    this.probeUntil = 0;
    this.changed();
  }

  async close() {
    this.enter('close');
    if (!this.row || this.row.forced) return undefined;
    Object.assign(this.row, { state: 'closed', failures: 0 });
    this.probeUntil = 0;
    return this.changed();
  }

  async force(_id: string, state: 'open' | 'closed') {
    this.enter('force');
    this.row = { state, failures: 0, forced: state === 'open', version: this.row?.version ?? 0 };
    this.probeUntil = 0;
    return this.changed();
  }

  async listAll() {
    return this.row ? [this.current(this.row)] : [];
  }

  async forget() {
    this.row = undefined;
  }

  private enter(call: string) {
    if (this.isAway) throw new Error('database is away');
    this.calls.push(call);
  }

  private changed(isTold = true): BreakerRow {
    if (!this.row) throw new Error('nothing to change');
    this.row.version += 1;
    const row = this.current(this.row);
    if (isTold) for (const listener of this.listeners) setTimeout(() => listener(row), 1);
    return row;
  }

  private current(row: NonNullable<SharedState['row']>): BreakerRow {
    const left = (until: number) => Math.max(0, until - Date.now());
    return {
      ...row,
      provider_id: ID,
      retry_in_ms: left(this.retryAt),
      probe_in_ms: left(this.probeUntil),
    };
  }
}

type Process = ReturnType<typeof aProcess>;

function aProcess(store: SharedState, settings: Partial<BreakerSettings> = {}) {
  const changes: BreakerChange[] = [];
  const storeErrors: unknown[] = [];
  const rotation = new EventEmitter();
  const breaker = new ProviderBreaker(
    {
      providerId: ID,
      store,
      rotation,
      onChange: (change) => changes.push(change),
      onStoreError: (error) => storeErrors.push(error),
    },
    { name: 'front-desk-pay', settings: { failures: 3, openMs: 60_000, ...settings } },
  );
  store.listeners.push((row) => breaker.apply(row));
  return { breaker, changes, storeErrors, rotation };
}

const works = () => Promise.resolve('done');
const failsAs = (kind: VendorErrorKind) => () => Promise.reject(new VendorError(kind, kind));
const fails = failsAs('unavailable');

async function outcome(
  { breaker }: Process,
  work: () => Promise<unknown> = works,
): Promise<string> {
  try {
    return String(await breaker.run(work, PROBE_MS));
  } catch (error) {
    if (error instanceof BreakerOpenError) return 'rejected';
    return error instanceof VendorError ? error.kind : 'bug';
  }
}

async function outcomes(process: Process, ...works: (() => Promise<unknown>)[]): Promise<string[]> {
  const seen: string[] = [];
  for (const work of works) seen.push(await outcome(process, work));
  return seen;
}

function held() {
  let runs = 0;
  const gate = Promise.withResolvers<string>();
  return {
    work: () => {
      runs += 1;
      return gate.promise;
    },
    finish: () => gate.resolve('done'),
    fail: (error: Error) => gate.reject(error),
    runs: () => runs,
  };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a closed breaker', () => {
  it('asks nothing of the database while calls go well', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    expect(await outcomes(process, works, works, works)).toEqual(['done', 'done', 'done']);
    expect(store.calls).toEqual([]);
  });

  it('opens with the third counted failure in a row and rejects the next call unmade', async () => {
    const process = aProcess(new SharedState());
    const spy = jest.fn(works);
    expect(
      await outcomes(process, fails, failsAs('ambiguous'), failsAs('unauthorized'), spy),
    ).toEqual(['unavailable', 'ambiguous', 'unauthorized', 'rejected']);
    expect(spy).not.toHaveBeenCalled();
    expect(process.changes).toEqual(['opened']);
  });

  it('takes the number of failures from the settings', async () => {
    const process = aProcess(new SharedState(), { failures: 1 });
    expect(await outcomes(process, fails, works)).toEqual(['unavailable', 'rejected']);
  });

  it('starts counting anew after a success, and says so once', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    expect(await outcomes(process, fails, fails, works, works, fails, fails, works)).not.toContain(
      'rejected',
    );
    expect(store.calls.filter((call) => call === 'reset')).toHaveLength(2);
  });

  it.each(['declined', 'invalid_request', 'not_found', 'duplicate'] as const)(
    'takes %s as a sign of health',
    async (kind) => {
      const process = aProcess(new SharedState());
      expect(
        await outcomes(process, fails, fails, failsAs(kind), fails, fails, works),
      ).not.toContain('rejected');
    },
  );

  it('takes rate_limited for neither health nor failure', async () => {
    const process = aProcess(new SharedState());
    const slow = failsAs('rate_limited');
    expect(await outcomes(process, slow, slow, slow, slow, works)).not.toContain('rejected');
    expect(await outcomes(process, fails, fails, slow, fails, works)).toContain('rejected');
  });

  it('takes a fault of ours for neither health nor failure', async () => {
    const process = aProcess(new SharedState());
    const bug = () => Promise.reject(new TypeError('x is not a function'));
    expect(await outcomes(process, bug, bug, bug, bug, works)).toEqual([
      'bug',
      'bug',
      'bug',
      'bug',
      'done',
    ]);
    expect(await outcomes(process, fails, fails, bug, fails, works)).toContain('rejected');
  });

  it('does not open by share of failures when slow calls end long after they began', async () => {
    const process = aProcess(new SharedState(), { failures: 100 });
    const calls = Array.from({ length: 20 }, () => {
      const call = held();
      return { call, ended: outcome(process, call.work) };
    });
    for (let second = 0; second < 30; second++) process.rotation.emit('rotate');
    for (const { call } of calls) call.fail(new VendorError('ambiguous', 'late'));
    await Promise.all(calls.map(({ ended }) => ended));
    expect(await outcome(process)).toBe('done');
  });
});

describe('an open breaker', () => {
  async function anOpenOne(settings: Partial<BreakerSettings> = {}) {
    const store = new SharedState();
    const process = aProcess(store, settings);
    await outcomes(process, fails, fails, fails);
    await pass(2);
    store.calls = [];
    return { store, process };
  }

  it('rejects without asking the database, and says when to come back', async () => {
    const { store, process } = await anOpenOne();
    await pass(20_000);
    const error: unknown = await process.breaker
      .run(works, PROBE_MS)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BreakerOpenError);
    expect(error).toMatchObject({ kind: 'unavailable', retryAfterS: 40 });
    expect(store.calls).toEqual([]);
  });

  it('lets exactly one call through when its time is over, and closes when that goes well', async () => {
    const { store, process } = await anOpenOne();
    await pass(60_010);
    const probe = held();
    const first = outcome(process, probe.work);
    const second = outcome(process);
    expect(await outcomes(process, works, works)).toEqual(['rejected', 'rejected']);
    expect(store.calls).toEqual(['tryProbe']);
    probe.finish();
    expect([await first, await second]).toEqual(['done', 'rejected']);
    expect(await outcomes(process, works, fails, works)).toEqual(['done', 'unavailable', 'done']);
    expect(process.changes).toEqual(['opened', 'closed']);
  });

  it('stays open for the whole time again when the probe fails', async () => {
    const { process } = await anOpenOne();
    await pass(60_010);
    expect(await outcomes(process, fails, works)).toEqual(['unavailable', 'rejected']);
    await pass(59_000);
    expect(await outcome(process)).toBe('rejected');
    await pass(1_100);
    expect(await outcome(process)).toBe('done');
    expect(process.changes).toEqual(['opened', 'closed']);
  });

  it('closes when the probe is declined: the vendor answered', async () => {
    const { process } = await anOpenOne();
    await pass(60_010);
    expect(await outcomes(process, failsAs('declined'), works, works)).toEqual([
      'declined',
      'done',
      'done',
    ]);
  });

  it.each([
    ['is told to slow down', failsAs('rate_limited')],
    ['ends in a fault of ours', () => Promise.reject(new TypeError('x'))],
  ])('lets the next call probe when the probe %s', async (_case, work) => {
    const { process } = await anOpenOne();
    await pass(60_010);
    await outcome(process, work);
    expect(process.changes).toEqual(['opened']);
    await pass(2);
    const probe = held();
    const second = outcome(process, probe.work);
    await pass(0);
    expect(await outcome(process)).toBe('rejected');
    probe.finish();
    expect(await second).toBe('done');
    expect(process.changes).toEqual(['opened', 'closed']);
  });

  it('does not count or prolong for calls that were under way when it opened', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    const straggler = held();
    const late = outcome(process, straggler.work);
    await outcomes(process, fails, fails, fails);
    await pass(30_000);
    store.calls = [];
    straggler.fail(new VendorError('ambiguous', 'late'));
    await late;
    expect(store.calls).toEqual([]);
    await pass(30_010);
    expect(await outcome(process)).toBe('done');
  });

  it.each([
    ['well', (call: ReturnType<typeof held>) => call.finish()],
    ['badly', (call: ReturnType<typeof held>) => call.fail(new VendorError('ambiguous', 'late'))],
  ])('leaves the decision to the probe when an old call ends %s meanwhile', async (_case, end) => {
    const process = aProcess(new SharedState());
    const straggler = held();
    const late = outcome(process, straggler.work);
    await outcomes(process, fails, fails, fails);
    await pass(60_010);
    const probe = held();
    const probed = outcome(process, probe.work);
    await pass(0);
    end(straggler);
    await late;
    await pass(2);
    expect(await outcome(process)).toBe('rejected');
    probe.finish();
    await probed;
    expect(await outcome(process)).toBe('done');
  });

  it('shows what it is doing', async () => {
    const { process } = await anOpenOne();
    expect(process.breaker.view).toMatchObject({ state: 'open', isForced: false });
    expect(process.breaker.view.retryAt?.getTime()).toBeGreaterThan(Date.now() + 59_000);
    await pass(60_010);
    expect(process.breaker.view.state).toBe('half_open');
    await outcome(process);
    expect(process.breaker.view).toEqual({
      state: 'closed',
      failures: 0,
      isForced: false,
      retryAt: undefined,
    });
  });
});

describe('breakers of several processes', () => {
  it('count together', async () => {
    const store = new SharedState();
    const [one, other] = [aProcess(store), aProcess(store)];
    await outcomes(one, fails, fails);
    await outcome(other, fails);
    await pass(2);
    expect([await outcome(one), await outcome(other)]).toEqual(['rejected', 'rejected']);
    expect([...one.changes, ...other.changes]).toEqual(['opened']);
  });

  it('forget together: a success in one ends the row of failures in the other', async () => {
    const store = new SharedState();
    const [one, other] = [aProcess(store), aProcess(store)];
    await outcomes(one, fails, fails);
    await pass(2);
    await outcome(other, works);
    await pass(2);
    expect(await outcomes(one, fails, fails, works)).toEqual([
      'unavailable',
      'unavailable',
      'done',
    ]);
  });

  it('send one probe between them', async () => {
    const store = new SharedState();
    const [one, other] = [aProcess(store), aProcess(store)];
    await outcomes(one, fails, fails, fails);
    await pass(60_010);
    const probe = held();
    const ended = Promise.all([outcome(one, probe.work), outcome(other, probe.work)]);
    await pass(0);
    expect(probe.runs()).toBe(1);
    probe.finish();
    expect((await ended).toSorted()).toEqual(['done', 'rejected']);
    await pass(2);
    expect([await outcome(one), await outcome(other)]).toEqual(['done', 'done']);
  });

  it('ask for the probe once, not with every call, while another has it', async () => {
    const store = new SharedState();
    const [one, other] = [aProcess(store), aProcess(store)];
    await outcomes(one, fails, fails, fails);
    await pass(60_010);
    const probe = held();
    void outcome(one, probe.work);
    await pass(0);
    store.calls = [];
    await outcomes(other, works, works, works);
    expect(store.calls).toEqual(['tryProbe']);
    probe.finish();
  });

  it('probe in place of one that died with its probe', async () => {
    const store = new SharedState();
    const [dead, other] = [aProcess(store), aProcess(store)];
    await outcomes(dead, fails, fails, fails);
    await pass(60_010);
    void outcome(dead, held().work);
    await pass(0);
    expect(await outcome(other)).toBe('rejected');
    await pass(PROBE_MS - 100);
    expect(await outcome(other)).toBe('rejected');
    await pass(200);
    expect(await outcome(other)).toBe('done');
  });

  it('ignore a notice that comes late', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    await outcomes(process, fails, fails, fails);
    process.breaker.apply({
      provider_id: ID,
      state: 'closed',
      failures: 2,
      forced: false,
      version: 2,
      retry_in_ms: 0,
      probe_in_ms: 0,
    });
    expect(await outcome(process)).toBe('rejected');
  });
});

describe("the operator's word", () => {
  it('keeps it open until it is closed by hand', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    await store.force(ID, 'open');
    await pass(2);
    expect(await outcome(process)).toBe('rejected');
    expect(process.breaker.view).toMatchObject({
      state: 'open',
      isForced: true,
      retryAt: undefined,
    });
    await pass(30 * 24 * 3_600_000);
    expect(await outcome(process)).toBe('rejected');
    await store.force(ID, 'closed');
    await pass(2);
    expect(await outcome(process)).toBe('done');
  });

  it('closes at once, and failures count from there', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    await outcomes(process, fails, fails, fails);
    await store.force(ID, 'closed');
    await pass(2);
    expect(await outcomes(process, fails, fails, works, fails, fails, fails, works)).toEqual([
      'unavailable',
      'unavailable',
      'done',
      'unavailable',
      'unavailable',
      'unavailable',
      'rejected',
    ]);
  });

  it('wins over a probe that succeeds meanwhile', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    await outcomes(process, fails, fails, fails);
    await pass(60_010);
    const probe = held();
    const probed = outcome(process, probe.work);
    await pass(0);
    await store.force(ID, 'open');
    probe.finish();
    await probed;
    await pass(2);
    expect(await outcome(process)).toBe('rejected');
    expect(process.changes).toEqual(['opened']);
  });
});

describe('without the database', () => {
  it('goes on by what this process sees', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    store.isAway = true;
    expect(await outcomes(process, fails, fails, fails, works)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
      'rejected',
    ]);
    await pass(60_010);
    expect(await outcomes(process, works, works)).toEqual(['done', 'done']);
    expect(process.storeErrors.length).toBeGreaterThan(0);
  });

  it('keeps to the time when the probe fails', async () => {
    const store = new SharedState();
    const process = aProcess(store);
    store.isAway = true;
    await outcomes(process, fails, fails, fails);
    await pass(60_010);
    expect(await outcomes(process, fails, works)).toEqual(['unavailable', 'rejected']);
    await pass(60_010);
    expect(await outcome(process)).toBe('done');
  });
});
