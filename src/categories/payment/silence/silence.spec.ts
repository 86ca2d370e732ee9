import { describe, expect, it } from '@jest/globals';
import { DEFAULT_USUAL_S, isSilent, usualDelayS, type SilenceFacts } from './silence.js';

const facts = (more: Partial<SilenceFacts> = {}): SilenceFacts => ({
  overdueCharges: 1,
  silentForS: 601,
  usualS: 600,
  answeredShare: 1,
  lostWebhooks: 0,
  ...more,
});

describe('isSilent', () => {
  it('worries when charges are open for longer than usual', () => {
    expect(isSilent(facts())).toBe(true);
    expect(isSilent(facts({ answeredShare: undefined }))).toBe(true);
  });

  it('waits for the usual time and for a charge that could be told of', () => {
    expect(isSilent(facts({ silentForS: 600 }))).toBe(false);
    expect(isSilent(facts({ overdueCharges: 0 }))).toBe(false);
  });

  it.each([
    [0.5, 6, false],
    [0.5, 7, true],
    [0.9, 1, false],
    [0.9, 2, true],
    [0, 100, false],
  ])('where %f of the charges are told of, %i open ones: %s', (answeredShare, count, silent) => {
    expect(isSilent(facts({ answeredShare, overdueCharges: count }))).toBe(silent);
  });

  it('is sure once a payment was found paid that no webhook told of', () => {
    expect(isSilent(facts({ lostWebhooks: 1, overdueCharges: 0, silentForS: 0 }))).toBe(true);
  });
});

describe('usualDelayS', () => {
  it('is learnt from enough payments', () => {
    expect(usualDelayS({ count: 200, p95S: 432.1 })).toBe(433);
    expect(usualDelayS({ count: 4, p95S: 10 })).toBe(DEFAULT_USUAL_S);
    expect(usualDelayS({ count: 0, p95S: null })).toBe(DEFAULT_USUAL_S);
  });

  it('leaves webhooks of fast vendors the time to arrive', () => {
    expect(usualDelayS({ count: 200, p95S: 0.4 })).toBe(120);
  });
});
