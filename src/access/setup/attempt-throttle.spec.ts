import { describe, expect, it } from '@jest/globals';
import { AttemptThrottle } from './attempt-throttle.js';

const arrange = () => {
  const clock = { nowMs: 0, now: () => new Date(clock.nowMs) };
  return { clock, throttle: new AttemptThrottle({ attempts: 2, windowMs: 60_000 }, clock) };
};

describe('AttemptThrottle', () => {
  it('refuses what is over the limit and says when to come back', () => {
    const { clock, throttle } = arrange();
    throttle.hit('a');
    clock.nowMs = 10_500;
    throttle.hit('a');

    expect(() => throttle.hit('a')).toThrow('Too many attempts; try again in 50 seconds.');
  });

  it('counts each address for itself', () => {
    const { throttle } = arrange();
    throttle.hit('a');
    throttle.hit('a');

    expect(() => throttle.hit('b')).not.toThrow();
  });

  it('starts anew when the window has ended', () => {
    const { clock, throttle } = arrange();
    throttle.hit('a');
    throttle.hit('a');
    clock.nowMs = 60_000;

    expect(() => throttle.hit('a')).not.toThrow();
  });

  it('forgets the oldest address when too many are counted', () => {
    const { throttle } = arrange();
    throttle.hit('a');
    throttle.hit('a');
    for (let address = 0; address < 10_000; address += 1) throttle.hit(`other ${address}`);

    expect(() => throttle.hit('a')).not.toThrow();
  });
});
