import { describe, expect, it, jest } from '@jest/globals';
import { IngestPressure } from './ingest-pressure.js';

function flood(pressure: IngestPressure, calls: number): () => void {
  let end: () => void = () => undefined;
  const open = new Promise<void>((done) => (end = done));
  for (let i = 0; i < calls; i += 1) void pressure.during(() => open);
  return end;
}

describe('IngestPressure', () => {
  it('lets work go on at once when few calls are being taken', async () => {
    const pressure = new IngestPressure();
    const end = flood(pressure, 15);
    await expect(pressure.calm()).resolves.toBeUndefined();
    end();
  });

  it('holds work back until the flood is over', async () => {
    jest.useFakeTimers();
    const pressure = new IngestPressure();
    const end = flood(pressure, 64);
    let isCalm = false;
    const waiting = pressure.calm().then(() => (isCalm = true));
    await jest.advanceTimersByTimeAsync(500);
    expect(isCalm).toBe(false);
    end();
    await jest.advanceTimersByTimeAsync(50);
    await waiting;
    expect(isCalm).toBe(true);
    jest.useRealTimers();
  });

  it('lets work go on after a second of flood all the same', async () => {
    jest.useFakeTimers();
    const pressure = new IngestPressure();
    flood(pressure, 64);
    const waiting = pressure.calm();
    await jest.advanceTimersByTimeAsync(1_100);
    await expect(waiting).resolves.toBeUndefined();
    jest.useRealTimers();
  });

  it('stops counting a call that failed', async () => {
    const pressure = new IngestPressure();
    await Promise.allSettled(
      Array.from({ length: 64 }, () => pressure.during(() => Promise.reject(new Error('no disk')))),
    );
    await expect(pressure.calm()).resolves.toBeUndefined();
  });
});
