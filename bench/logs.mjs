/**
 * Figures and log search over millions of rows (`--rows`, 10 million by default): both logs are filled in bulk over
 * 90 days, in weekly partitions as a hub that runs for months has them, with the counted calls that go with them. Then
 * each question is asked many times, one after the other, over HTTP.
 */
import { ms, percentile } from './figures.mjs';

const PROVIDERS = 20;
const WEEKS = 13;
const ASKED = 100;
/** A question that takes seconds is not asked a hundred times. */
const LONGEST_MS = 5_000;
const TARGET = '< 100 ms';
const WEEK_MS = 7 * 24 * 3_600_000;
const FIRST_MONDAY_MS = 4 * 24 * 3_600_000;

export async function benchLogs(stage, { rows: count }) {
  const startedAt = performance.now();
  const providers = await seedLogs(stage, count);
  const seededS = (performance.now() - startedAt) / 1000;
  process.stderr.write(`  ${count} rows seeded in ${seededS.toFixed(0)} s\n`);
  const questions = await questionsOf(stage, providers);
  const figures = { rows: count, seeded_s: seededS };
  const rows = [[`log rows (90 days)`, count.toLocaleString('en'), '']];
  for (const [name, path] of Object.entries(questions)) {
    const { p50, p95 } = await ask(stage, path);
    figures[name] = { p50, p95 };
    rows.push([name, `p50 ${ms(p50)}  p95 ${ms(p95)}`, TARGET]);
    process.stderr.write(`  ${name}: p50 ${ms(p50)}, p95 ${ms(p95)}\n`);
  }
  return { figures, rows };
}

/** Fills both logs of a new hub. @returns the providers that the rows are of */
export async function seedLogs(stage, count) {
  const providers = [];
  for (let i = 0; i < PROVIDERS; i += 1) providers.push(await stage.createProvider(aProvider(i)));
  await seed(stage, { count, ids: providers.map(({ id }) => id) });
  return providers;
}

async function ask(stage, path) {
  await stage.api('GET', path);
  await stage.api('GET', path);
  const latencies = [];
  const until = performance.now() + LONGEST_MS;
  for (let i = 0; i < ASKED && (i < 5 || performance.now() < until); i += 1) {
    const askedAt = performance.now();
    await stage.api('GET', path);
    latencies.push(performance.now() - askedAt);
  }
  const sorted = Float64Array.from(latencies).sort();
  return { p50: percentile(sorted, 50), p95: percentile(sorted, 95) };
}

async function questionsOf(stage, providers) {
  const logs = '/api/v1/integration-logs';
  const provider = providers[3].id;
  const { rows } = await stage.sql.query(
    'SELECT id, trace_id, reference FROM integration_logs ORDER BY id OFFSET 1000 LIMIT 1',
  );
  const deep = await pageAfter(stage, `${logs}?provider_id=${provider}&limit=200`, 20);
  const windows = ['15m', '1h', '24h', '7d', '30d'].map((window) => [
    `health of all providers, ${window}`,
    `/api/v1/health/providers?window=${window}`,
  ]);
  return {
    ...Object.fromEntries(windows),
    'calls, newest first': logs,
    'calls of a provider': `${logs}?provider_id=${provider}`,
    'calls of a provider, 21st page': deep,
    'failed calls of a provider': `${logs}?provider_id=${provider}&status=failed`,
    'rare failures of a provider': `${logs}?provider_id=${provider}&status=ambiguous`,
    'failed calls': `${logs}?status=failed`,
    'rare failures': `${logs}?status=ambiguous`,
    'failures that never were': `${logs}?status=duplicate`,
    'an operation that never was': `${logs}?action=capture`,
    'calls of a trace': `${logs}?trace_id=${rows[0].trace_id}`,
    'calls about a reference': `${logs}?reference=${rows[0].reference}`,
    'webhooks, newest first': '/api/v1/webhook-logs',
    'webhooks of a provider': `/api/v1/webhook-logs?provider_id=${provider}`,
    'failed webhooks': '/api/v1/webhook-logs?status=failed',
    'rejected webhooks of a provider': `/api/v1/webhook-logs?provider_id=${provider}&status=rejected`,
    'ignored webhooks, which never were': '/api/v1/webhook-logs?status=ignored',
  };
}

async function pageAfter(stage, path, pages) {
  let cursor;
  for (let i = 0; i < pages; i += 1) {
    const page = await stage.api('GET', cursor ? `${path}&cursor=${cursor}` : path);
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  return cursor ? `${path}&cursor=${cursor}` : path;
}

/** Partition by partition: filled first and indexed then, which is many times faster than row by row. */
async function seed(stage, { count, ids }) {
  const { sql } = stage;
  await sql.query(
    `SET max_parallel_workers_per_gather = 0; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off`,
  );
  const monday = FIRST_MONDAY_MS + Math.floor((Date.now() - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS;
  for (const table of ['integration_logs', 'webhook_logs']) {
    // Empty on a new hub, and in the way of the weeks before this one.
    await sql.query(`DROP TABLE ${table}_until_partitions`);
  }
  for (let week = WEEKS - 1; week >= 0; week -= 1) {
    const start = monday - week * WEEK_MS;
    const end = Math.min(start + WEEK_MS, Date.now());
    const share = Math.round((count / WEEKS) * ((end - start) / WEEK_MS));
    await fill(sql, 'integration_logs', CALLS, { start, end, share, ids });
    await fill(sql, 'webhook_logs', WEBHOOKS, { start, end, share: Math.round(share / 5), ids });
    process.stderr.write(`  week ${WEEKS - week} of ${WEEKS}\n`);
  }
  await sql.query(COUNTED);
  await sql.query('VACUUM ANALYZE integration_logs, webhook_logs, call_figures');
  await sql.query('CHECKPOINT');
}

async function fill(sql, table, insert, { start, end, share, ids }) {
  const name = `${table}_seed_${start}`;
  await sql.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  await sql.query(insert(name), [start, (end - start) / share, share, ids]);
  const bound = (at) => {
    const hex = at.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
  };
  await sql.query(
    `ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${bound(start)}') TO ('${bound(start + WEEK_MS)}')`,
  );
}

/** Ids as the hub makes them: the millisecond first. Every row has its moment, evenly over the week. */
const ROWS = `SELECT i, ($1::bigint + i * $2::double precision)::bigint AS at_ms, md5(i::text || $1) AS noise
  FROM generate_series(0, $3::int - 1) AS i`;
const ID = `(lpad(to_hex(at_ms), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid`;

const CALLS = (
  table,
) => `INSERT INTO ${table} (id, created_at, provider_id, integration_type, operation, feature_key,
    attempt, outcome, http_status, latency_ms, trace_id, reference, error_message, request_summary, response_summary)
  SELECT ${ID}, to_timestamp(at_ms / 1000.0), ($4::uuid[])[1 + i % ${PROVIDERS}], 'payment',
    (ARRAY['create', 'status', 'status', 'refund'])[1 + (i / 7) % 4], 'payment.qris', 1,
    CASE WHEN i % 50 = 0 THEN 'unavailable' WHEN i % 50021 = 0 THEN 'ambiguous' ELSE 'ok' END,
    CASE WHEN i % 50 = 0 THEN 503 ELSE 200 END, 20 * exp(random() * 3), noise, 'ref-' || noise,
    CASE WHEN i % 50 = 0 THEN 'the vendor answered 503' END,
    '{"method": "POST", "path": "/charges", "body": {"amount": 150000, "currency": "IDR"}}',
    '{"status": 200, "body": {"status": "PENDING"}}'
  FROM (${ROWS}) AS r`;

const WEBHOOKS = (
  table,
) => `INSERT INTO ${table} (id, provider_id, integration_type, method, headers, body, trace_id,
    received_at, status, verified, attempts, processed_at)
  SELECT ${ID}, ($4::uuid[])[1 + i % ${PROVIDERS}], 'payment', 'POST', '{"content-type": "application/json"}',
    convert_to(repeat('{"reference": "' || noise || '", "status": "PAID"}', 4), 'UTF8'), noise,
    to_timestamp(at_ms / 1000.0),
    CASE WHEN i % 1009 = 0 THEN 'rejected' WHEN i % 50021 = 0 THEN 'failed' ELSE 'processed' END, true, 1,
    to_timestamp(at_ms / 1000.0)
  FROM (${ROWS}) AS r`;

/** As the hub itself counts, minutes only as long as it keeps them. */
const COUNTED = `INSERT INTO call_figures (step, at, provider_id, operation, outcome, bucket, calls)
  SELECT step, date_trunc(step, created_at, 'UTC'), provider_id, operation, outcome,
         CASE WHEN latency_ms <= 1 THEN 0 ELSE least(60, ceil(ln(latency_ms) / ln(1.25)))::smallint END, count(*)
  FROM integration_logs CROSS JOIN (VALUES ('minute'), ('hour'), ('day')) AS s (step)
  WHERE step <> 'minute' OR created_at > now() - interval '3 days'
  GROUP BY 1, 2, 3, 4, 5, 6`;

function aProvider(i) {
  return {
    name: `Log bench ${i}`,
    integration_type: 'payment',
    api_format: 'qris_dynamic',
    credentials: {},
    base_urls: { default: 'https://example.com' },
    connector: {
      credentials: [],
      base_urls: { default: { production: 'https://example.com', sandbox: 'https://example.com' } },
      operations: {
        create: {
          path: '/payments',
          body: { reference: '=request.reference' },
          result: {
            status: 'pending',
            gateway_transaction_id: '=body.id',
            action: { type: 'qr', qr_string: '=body.qr' },
          },
        },
      },
      statuses: { paid: 'paid' },
    },
  };
}
