import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

describe('the logs', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  const partitionsOf = async (table: string) =>
    (
      await hub.sql<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
        [table],
      )
    ).map(({ name }) => name);

  it.each(['integration_logs', 'webhook_logs'])(
    'have partitions ahead of time: %s',
    async (table) => {
      const names = await partitionsOf(table);
      expect(names).toContain(`${table}_default`);
      expect(names.filter((name) => /_\d{8}$/.test(name)).length).toBeGreaterThanOrEqual(4);
    },
  );

  it('lose a partition whose retention is over, and keep one with unfinished webhooks', async () => {
    const old = (ms: number) => {
      const hex = ms.toString(16).padStart(12, '0');
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
    };
    for (const [table, from, to] of [
      ['integration_logs', '2025-01-06', '2025-01-13'],
      ['webhook_logs', '2025-01-06', '2025-01-13'],
      ['webhook_logs', '2025-01-13', '2025-01-20'],
    ] as const) {
      // The one that was there before partitioning covers all the past, so a gap is made for these.
      await hub.sql(`DROP TABLE IF EXISTS ${table}_until_partitions`);
      await hub.sql(
        `CREATE TABLE ${table}_${from.replaceAll('-', '')} PARTITION OF ${table}
         FOR VALUES FROM ('${old(Date.parse(from))}') TO ('${old(Date.parse(to))}')`,
      );
    }
    await hub.sql(
      `INSERT INTO webhook_logs (id, provider_id, integration_type, method, headers, body, trace_id, received_at, status, due_at)
       VALUES ($1, $1, 'payment', 'POST', '{}', '', 't', now(), 'received', now() + interval '1 day')`,
      [old(Date.parse('2025-01-15'))],
    );
    const { databaseUrl } = hub;
    await hub.stop();
    hub = await startTestHub({ databaseUrl });
    expect(await partitionsOf('integration_logs')).not.toContain('integration_logs_20250106');
    expect(await partitionsOf('webhook_logs')).not.toContain('webhook_logs_20250106');
    expect(await partitionsOf('webhook_logs')).toContain('webhook_logs_20250113');
  });

  it('have a retention that the owner sets', async () => {
    const changed = await hub.api.patch('/api/v1/settings', {
      retention: { integration_logs_days: 30 },
    });
    expect(changed.body.retention).toEqual({
      integration_logs_days: 30,
      webhook_logs_days: 90,
      events_days: 90,
    });
    const back = await hub.api.patch('/api/v1/settings', {
      retention: { integration_logs_days: null },
    });
    expect(back.body.retention.integration_logs_days).toBe(90);
    const bad = await hub.api.patch('/api/v1/settings', {
      retention: { integration_logs_days: 0 },
    });
    expect(bad.status).toBe(422);
    expect(bad.body.errors[0].field).toBe('retention.integration_logs_days');
  });
});
