import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLog, type Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import {
  type IntegrationLogEntry,
  type IntegrationLogLimits,
  type IntegrationLogRow,
  IntegrationLogs,
} from './integration-log.js';

class FakeStore {
  readonly batches: (readonly IntegrationLogRow[])[] = [];
  failures = 0;
  hold: Promise<void> | undefined;

  async insert(rows: readonly IntegrationLogRow[]): Promise<void> {
    await this.hold;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('database is away');
    }
    this.batches.push(rows);
  }

  get operations(): string[] {
    return this.batches.flat().map((row) => row.operation);
  }
}

function anEntry(operation = 'create'): IntegrationLogEntry {
  return {
    propertyId: null,
    providerId: '01990000-0000-7000-8000-000000000001',
    integrationType: 'payment',
    operation,
    attempt: 1,
    outcome: 'ok',
    latencyMs: 12.5,
  };
}

function setUp(limits: Partial<IntegrationLogLimits> = {}) {
  const store = new FakeStore();
  const lines: string[] = [];
  const log: Log = createLog('info', { write: (line) => lines.push(line) });
  const all = { flushMs: 200, batchRows: 3, bufferRows: 6, ...limits };
  return { store, lines, logs: new IntegrationLogs(store, new Clock(), log, all) };
}

describe('integration logs', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes rows together after a moment', async () => {
    const { store, logs } = setUp();
    logs.record(anEntry('a'));
    logs.record(anEntry('b'));
    await jest.advanceTimersByTimeAsync(199);
    expect(store.batches).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(store.batches.map((batch) => batch.length)).toEqual([2]);
  });

  it('writes at once when a batch is full', async () => {
    const { store, logs } = setUp();
    for (const operation of ['a', 'b', 'c']) logs.record(anEntry(operation));
    await jest.advanceTimersByTimeAsync(0);
    expect(store.operations).toEqual(['a', 'b', 'c']);
  });

  it('keeps the order and the batch size while the database is slow', async () => {
    const { store, logs } = setUp();
    let release: () => void = () => undefined;
    store.hold = new Promise((resolve) => (release = resolve));
    for (const operation of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) logs.record(anEntry(operation));
    release();
    await logs.flush();
    expect(store.batches.map((batch) => batch.length)).toEqual([3, 3, 1]);
    expect(store.operations).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('gives rows ids that sort by time', async () => {
    const { store, logs } = setUp();
    for (const operation of ['a', 'b', 'c']) logs.record(anEntry(operation));
    await logs.flush();
    const ids = store.batches.flat().map((row) => row.id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(3);
  });

  it('tries a batch a second time', async () => {
    const { store, lines, logs } = setUp();
    store.failures = 1;
    logs.record(anEntry('a'));
    await logs.flush();
    expect([store.operations, lines]).toEqual([['a'], []]);
  });

  it('drops a batch that fails twice, says so and goes on', async () => {
    const { store, lines, logs } = setUp();
    store.failures = 2;
    logs.record(anEntry('a'));
    await logs.flush();
    logs.record(anEntry('b'));
    await logs.flush();
    expect(store.operations).toEqual(['b']);
    expect(lines.join('')).toContain('"rows":1');
  });

  it('drops what does not fit in memory, and counts it', async () => {
    const { store, lines, logs } = setUp({ batchRows: 100, bufferRows: 2 });
    for (const operation of ['a', 'b', 'c', 'd']) logs.record(anEntry(operation));
    await logs.flush();
    expect(store.operations).toEqual(['a', 'b']);
    expect(lines.join('')).toMatch(/"rows":2.*dropped/);
  });

  it('lets itself be read between batches, when each row is either written or waiting', async () => {
    const { store, logs } = setUp();
    let release: () => void = () => undefined;
    store.hold = new Promise((resolve) => (release = resolve));
    for (const operation of ['a', 'b', 'c', 'd']) logs.record(anEntry(operation));
    const seen = logs.betweenBatches(async (waiting) => ({
      waiting: waiting.map(({ operation }) => operation),
      written: [...store.operations],
    }));
    logs.record(anEntry('e'));
    release();
    expect(await seen).toEqual({ waiting: ['d', 'e'], written: ['a', 'b', 'c'] });
    await logs.flush();
    expect(store.operations).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('writes on when what reads between batches fails', async () => {
    const { store, logs } = setUp();
    const failed = logs.betweenBatches(() => Promise.reject(new Error('no answer')));
    logs.record(anEntry('a'));
    await expect(failed).rejects.toThrow('no answer');
    await logs.flush();
    expect(store.operations).toEqual(['a']);
  });

  it('writes the rest on shutdown', async () => {
    const { store, logs } = setUp();
    logs.record(anEntry('a'));
    await logs.beforeApplicationShutdown();
    logs.record(anEntry('late'));
    await logs.onApplicationShutdown();
    expect(store.operations).toEqual(['a', 'late']);
  });
});
