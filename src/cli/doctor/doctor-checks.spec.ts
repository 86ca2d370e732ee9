import { describe, expect, it } from '@jest/globals';
import { egressFinding, skewFinding } from './egress-checks.js';
import { toFindings } from './queue-checks.js';
import { endOfBounds, partitionFinding } from './storage-checks.js';

const DAY_MS = 86_400_000;
const at = (slug: string, problem?: string) => ({
  address: { slug, url: `https://${slug}.example`, allowHost: undefined },
  problem,
});

describe('the backlog', () => {
  const counted = (rows: number, oldestS: number) => [
    { name: 'webhooks in', what: 'webhooks wait', rows, oldestS },
  ];

  it('is fine when nothing is late', () => {
    expect(toFindings(counted(0, 0))).toEqual([
      { name: 'backlog', status: 'ok', message: 'nothing is late' },
    ]);
  });

  it.each([
    [600, '10 minutes'],
    [10_800, '3 hours'],
    [432_000, '5 days'],
  ])('tells how late %i s is, and what to do', (age, text) => {
    const [finding] = toFindings(counted(3, age));
    expect(finding).toMatchObject({ name: 'webhooks in', status: 'warning' });
    expect(finding?.message).toContain(`3 webhooks wait, the oldest since ${text}`);
    expect(finding?.message).toContain('KUNCI_ROLE=worker');
  });
});

describe('partitions', () => {
  it.each([
    [30, 'ok'],
    [14, 'ok'],
    [13, 'warning'],
    [-2, 'warning'],
  ])('made for %i days ahead are %s', (days, status) => {
    expect(partitionFinding('webhook_logs', days * DAY_MS, 0).status).toBe(status);
  });

  it('end with the moment in their upper bound', () => {
    const moment = Date.UTC(2026, 0, 5);
    const hex = moment.toString(16).padStart(12, '0');
    const bound = `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
    expect(endOfBounds(`FOR VALUES FROM (MINVALUE) TO ('${bound}')`)).toBe(moment);
    expect(endOfBounds('DEFAULT')).toBeUndefined();
  });
});

describe('egress', () => {
  it('is fine when every host is known', () => {
    expect(egressFinding([at('a'), at('b')]).status).toBe('ok');
  });

  it('fails for a host that the guard refuses', () => {
    expect(egressFinding([at('a'), at('b', '10.0.0.1 is a private address')]).status).toBe(
      'failed',
    );
  });

  it('warns of one host and fails for all', () => {
    const one = egressFinding([at('a'), at('b', 'b.example is not known to DNS')]);
    expect(one).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('b: b.example'),
    });
    const unknown = [at('a', 'a is not known to DNS'), at('b', 'b is not known to DNS')];
    expect(egressFinding(unknown).status).toBe('failed');
  });
});

describe('the clock', () => {
  it.each([
    [-30_000, 'ok'],
    [31_000, 'failed'],
    [-3_600_000, 'failed'],
  ])('that differs by %i ms is %s', (skewMs, status) => {
    expect(skewFinding(skewMs).status).toBe(status);
  });
});
