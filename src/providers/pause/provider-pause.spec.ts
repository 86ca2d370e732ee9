import { describe, expect, it } from '@jest/globals';
import { isPaused, pauseError, pauseOf } from './provider-pause.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const inMs = (ms: number) => new Date(NOW.getTime() + ms);
const paused = (until?: Date, reason?: string) => ({
  slug: 'front-desk',
  pause: { since: inMs(-1_000), until, reason },
});

describe('a paused provider', () => {
  it('lasts until somebody says so when it has no end', () => {
    expect(isPaused(paused(), inMs(1e12))).toBe(true);
  });

  it('is over by itself at its end', () => {
    expect(isPaused(paused(inMs(1)), NOW)).toBe(true);
    expect(isPaused(paused(inMs(0)), NOW)).toBe(false);
    expect(pauseError(paused(inMs(0)), NOW)).toBeUndefined();
  });

  it('says why and until when, and when to try again', () => {
    const error = pauseError(paused(inMs(12_400), 'moving accounts'), NOW);
    expect(error?.message).toContain('moving accounts');
    expect(error?.message).toContain(inMs(12_400).toISOString());
    expect(error).toMatchObject({ status: 503, kind: 'unavailable', retryAfterS: 13 });
  });

  it.each([
    [undefined, 30_000],
    [inMs(10), 1_000],
    [inMs(3_600_000), 30_000],
  ])('lets work wait, but not for long (%#)', (until, waitMs) => {
    expect(pauseError(paused(until), NOW)?.waitMs).toBe(waitMs);
  });

  it('is read from its columns', () => {
    expect(pauseOf({ pausedAt: null, pausedUntil: null, pauseReason: null })).toBeUndefined();
    expect(pauseOf({ pausedAt: NOW, pausedUntil: null, pauseReason: null })).toEqual({
      since: NOW,
      until: undefined,
      reason: undefined,
    });
  });
});
