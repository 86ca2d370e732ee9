/**
 * Webhooks per second: 64 keep-alive connections, 1 kB of signed JSON, hub and bare handler in turns on one Postgres.
 * The hub logs the call on disk, verifies, answers and queues it; its workers run meanwhile, in the same process.
 * Twice: calls that a rule ignores, and calls about real payments. Between runs the hub works off what is left.
 */
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { medians, ms, perSecond, times } from './figures.mjs';
import { POOL } from './stage.mjs';

const CONNECTIONS = 64;
const HEADER = 'x-signature';
const PAYMENTS = 2000;
const NAMES = ['perSecond', 'p50', 'p99'];

export async function benchWebhooks(stage, { measureMs, warmupMs, rounds }) {
  const secret = randomBytes(16).toString('hex');
  const vendor = await startPlainVendor();
  const bare = await stage.start([join(import.meta.dirname, 'bare-handler.mjs')], {
    DATABASE_URL: stage.postgres.url,
    SECRET: secret,
    HEADER,
    POOL: String(POOL),
  });
  const ignoring = await stage.createProvider(
    providerBody('Ignoring', secret, vendor.url, [{ ignore: 'bench' }]),
  );
  const applying = await stage.createProvider(
    providerBody('Applying', secret, vendor.url, [PAYMENT_RULE]),
  );
  const references = await createPayments(stage, applying.id);
  vendor.close();

  const sides = {
    hub: { url: webhookUrl(stage, ignoring), count: () => countLogs(stage, ignoring.id) },
    bare: { url: bare.url, count: () => countBare(stage) },
    payments: {
      url: webhookUrl(stage, applying),
      references,
      count: () => countLogs(stage, applying.id),
    },
  };
  const runs = { hub: [], bare: [], payments: [] };
  const drained = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      const before = await side.count();
      const result = await stage.load({
        url: side.url,
        connections: CONNECTIONS,
        warmupMs,
        measureMs,
        run: `${name}${round}`,
        kind: 'webhook',
        secret,
        header: HEADER,
        ...(side.references && { references: side.references }),
      });
      const stored = (await side.count()) - before;
      if (stored !== result.acknowledged) {
        throw new Error(
          `${name}: ${result.acknowledged} were acknowledged but ${stored} are stored`,
        );
      }
      runs[name].push(result);
      const drainedMs = await stage.drain();
      if (name === 'payments')
        drained.push(result.acknowledged / ((warmupMs + measureMs + drainedMs) / 1000));
      process.stderr.write(
        `  ${name}: ${perSecond(result.perSecond)}, p50 ${ms(result.p50)}, p99 ${ms(result.p99)}\n`,
      );
    }
  }
  await checkApplied(stage, applying.id);
  return report(runs, drained);
}

function report(runs, drained) {
  const [hub, bare, payments] = ['hub', 'bare', 'payments'].map((name) =>
    medians(runs[name], NAMES),
  );
  const { processed } = medians(
    drained.map((value) => ({ processed: value })),
    ['processed'],
  );
  const figures = {
    hub,
    bare,
    payments,
    ratio: hub.perSecond / bare.perSecond,
    ratio_payments: payments.perSecond / bare.perSecond,
    spread: hub.p99 / hub.p50,
    spread_payments: payments.p99 / payments.p50,
    processed_per_second: processed,
  };
  const line = (side) => `${perSecond(side.perSecond)}  p50 ${ms(side.p50)}  p99 ${ms(side.p99)}`;
  const rows = [
    ['webhooks accepted: bare handler', line(bare), ''],
    ['webhooks accepted: hub', line(hub), ''],
    ['  against the bare handler', times(figures.ratio), '≥ 1.00x'],
    ['  p99 against its own p50', times(figures.spread), '< 3.00x'],
    ['webhooks accepted: hub, about payments', line(payments), ''],
    ['  against the bare handler', times(figures.ratio_payments), '≥ 1.00x'],
    ['  p99 against its own p50', times(figures.spread_payments), '< 3.00x'],
    ['  processed to the end', perSecond(processed), ''],
  ];
  return { figures, rows };
}

const PAYMENT_RULE = {
  events: [
    {
      id: '=body.id',
      reference: '=body.reference',
      status: '=body.status',
      amount: 150000,
      currency: 'IDR',
    },
  ],
};

function providerBody(name, secret, baseUrl, match) {
  return {
    name: `Bench ${name}`,
    integration_type: 'payment',
    api_format: 'qris_dynamic',
    credentials: { webhook_secret: secret },
    base_urls: { default: baseUrl },
    connector: {
      credentials: [{ key: 'webhook_secret', label: { id: 'Rahasia', en: 'Secret' } }],
      base_urls: { default: { production: 'https://example.com', sandbox: 'https://example.com' } },
      operations: {
        create: {
          path: '/payments',
          body: { reference: '=request.reference', amount: '=request.amount' },
          result: {
            status: 'pending',
            gateway_transaction_id: '=body.id',
            action: { type: 'qr', qr_string: '=body.qr' },
          },
        },
      },
      statuses: { paid: 'paid' },
      webhook: {
        signature: { scheme: 'hmac', key: '=credentials.webhook_secret', header: HEADER },
        match,
      },
    },
  };
}

/** The webhook URL as seen from here, whatever public URL the hub was told. */
function webhookUrl(stage, provider) {
  return stage.hub.url + new URL(provider.webhook_url).pathname;
}

async function createPayments(stage, providerId) {
  await stage.load({
    url: `${stage.hub.url}/api/v1/payments`,
    connections: 16,
    warmupMs: 0,
    measureMs: 60_000,
    requests: PAYMENTS,
    run: 'seed',
    kind: 'payment',
    headers: { authorization: `Bearer ${stage.hub.apiKey}` },
    body: { provider_id: providerId, amount: 150000, currency: 'IDR' },
  });
  const { rows } = await stage.sql.query('SELECT reference FROM payments WHERE provider_id = $1', [
    providerId,
  ]);
  return rows.map((row) => row.reference);
}

async function countLogs(stage, providerId) {
  const { rows } = await stage.sql.query(
    'SELECT count(*)::int AS n FROM webhook_logs WHERE provider_id = $1',
    [providerId],
  );
  return rows[0].n;
}

async function countBare(stage) {
  const { rows } = await stage.sql.query('SELECT count(*)::int AS n FROM bench_webhooks');
  return rows[0].n;
}

/** Every payment was reported, so each must be paid, and every log row ended. */
async function checkApplied(stage, providerId) {
  const unpaid = await stage.sql.query(
    `SELECT count(*)::int AS n FROM payments WHERE provider_id = $1 AND status <> 'paid'`,
    [providerId],
  );
  const unfinished = await stage.sql.query(
    `SELECT status, count(*)::int AS n FROM webhook_logs WHERE provider_id = $1 AND status <> 'processed' GROUP BY status`,
    [providerId],
  );
  if (unpaid.rows[0].n > 0 || unfinished.rows.length > 0) {
    throw new Error(
      `${unpaid.rows[0].n} payments are not paid; webhooks: ${JSON.stringify(unfinished.rows)}`,
    );
  }
}

/** A vendor without a vendor's rules, only to make payments for the webhooks to be about. */
async function startPlainVendor() {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      count += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: `plain-${count}`, qr: `00020101-${count}` }));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
