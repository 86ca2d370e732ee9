import { describe, expect, it } from '@jest/globals';
import { METRICS } from './metric-table.js';
import { Metrics } from './metrics.js';

const quiet = (): Metrics => new Metrics(() => undefined);

const linesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await metrics.render()).split('\n').filter((line) => line.startsWith(name));

describe('Metrics', () => {
  it('counts by labels', async () => {
    const metrics = quiet();
    const labels = { method: 'GET', route: '/a/:id', status: '200' };
    metrics.count('kunci_http_requests_total', labels);
    metrics.count('kunci_http_requests_total', labels);
    metrics.count('kunci_http_requests_total', { ...labels, status: '404' });
    expect(await linesOf(metrics, 'kunci_http_requests_total')).toEqual([
      'kunci_http_requests_total{method="GET",route="/a/:id",status="200"} 2',
      'kunci_http_requests_total{method="GET",route="/a/:id",status="404"} 1',
    ]);
  });

  it('sorts durations into the buckets of their metric', async () => {
    const metrics = quiet();
    metrics.observe('kunci_delivery_duration_seconds', { outcome: 'delivered' }, 0.2);
    const lines = await linesOf(metrics, 'kunci_delivery_duration_seconds');
    expect(lines).toContain(
      'kunci_delivery_duration_seconds_bucket{le="0.1",outcome="delivered"} 0',
    );
    expect(lines).toContain(
      'kunci_delivery_duration_seconds_bucket{le="0.25",outcome="delivered"} 1',
    );
    expect(lines).toContain('kunci_delivery_duration_seconds_sum{outcome="delivered"} 0.2');
  });

  it('escapes whatever stands in a label', async () => {
    const metrics = quiet();
    metrics.count('kunci_deliveries_total', { outcome: 'a"b\nc' });
    expect(await linesOf(metrics, 'kunci_deliveries_total')).toEqual([
      'kunci_deliveries_total{outcome="a\\"b\\nc"} 1',
    ]);
  });

  it('counts together what would be too many series', async () => {
    const metrics = quiet();
    for (let i = 0; i < 2_010; i += 1) {
      metrics.count('kunci_deliveries_total', { outcome: `outcome ${i}` });
    }
    const lines = await linesOf(metrics, 'kunci_deliveries_total');
    expect(lines).toHaveLength(2_001);
    expect(lines.at(-1)).toBe('kunci_deliveries_total{outcome="other"} 10');
  });

  it('forgets what a source no longer says, also where there is no label', async () => {
    const metrics = quiet();
    let isAway = false;
    metrics.addSource({
      id: 'queues',
      isCheap: true,
      read: async () => {
        if (isAway) throw new Error('away');
        return [
          { name: 'kunci_queue_jobs', labels: { queue: 'a', state: 'waiting' }, value: 3 },
          { name: 'kunci_deliveries_dead', labels: {}, value: 2 },
        ];
      },
    });
    expect(await linesOf(metrics, 'kunci_queue_jobs')).toHaveLength(1);
    expect(await linesOf(metrics, 'kunci_deliveries_dead')).toEqual(['kunci_deliveries_dead 2']);
    isAway = true;
    expect(await linesOf(metrics, 'kunci_queue_jobs')).toEqual([]);
    expect(await linesOf(metrics, 'kunci_deliveries_dead')).toEqual([]);
    expect(await linesOf(metrics, 'kunci_scrape_source_up')).toEqual([
      'kunci_scrape_source_up{source="queues"} 0',
    ]);
  });

  it('describes every metric once', async () => {
    const text = await quiet().render();
    const described = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map((m) => [m[1], m[2]]);
    expect(described).toEqual(Object.entries(METRICS).map(([name, { type }]) => [name, type]));
  });
});

describe('the table of metrics', () => {
  const rows = Object.entries(METRICS);

  it.each(rows)('names %s by the rules of Prometheus', (name, { type }) => {
    expect(name).toMatch(/^kunci_[a-z][a-z_]*[a-z]$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  });

  it.each(rows)(
    'gives %s no label that could hold what is private or without end',
    (_name, rule) => {
      const open = [
        'id',
        'path',
        'url',
        'payment',
        'reference',
        'guest',
        'email',
        'ip',
        'trace_id',
      ];
      expect(rule.labels.filter((label) => open.includes(label))).toEqual([]);
    },
  );
});
