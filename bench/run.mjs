/**
 * `npm run bench [-- --quick] [--only=webhooks,payments,breaker,deliveries,logs,pages] [--seconds=10] [--rounds=3] [--rows=…]`
 *
 * Starts everything on loopback (Postgres, the hub, a vendor simulator, the bare handler), measures, prints a table
 * with the targets beside the figures and one JSON line. It never fails on a time: machines differ. It does fail when
 * something acknowledged is missing or a request went wrong, because then the figures mean nothing.
 * `logs` fills millions of rows first (`--rows`, 10 million), which takes minutes and gigabytes, and `pages` needs a
 * browser: they run when named.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openStage } from './stage.mjs';
import { benchBreaker } from './breaker.mjs';
import { benchDeliveries } from './deliveries.mjs';
import { benchLogs } from './logs.mjs';
import { benchPages } from './pages.mjs';
import { benchPayments } from './payments.mjs';
import { benchWebhooks } from './webhooks.mjs';
import { table } from './figures.mjs';

const BENCHES = {
  webhooks: benchWebhooks,
  payments: benchPayments,
  breaker: benchBreaker,
  deliveries: benchDeliveries,
  logs: benchLogs,
  pages: benchPages,
};
const USUAL = 'webhooks,payments,breaker,deliveries';

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: USUAL },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      rows: { type: 'string' },
    },
  });
  return {
    only: values.only.split(','),
    measureMs: Number(values.seconds ?? (values.quick ? 2 : 10)) * 1000,
    warmupMs: values.quick ? 1000 : 3000,
    rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
    rows: Number(values.rows ?? (values.quick ? 200_000 : 10_000_000)),
    quick: values.quick,
  };
}

async function main() {
  const options = readOptions();
  const stage = await openStage();
  const results = {};
  const rows = [];
  try {
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (!options.only.includes(name)) continue;
      process.stderr.write(`${name} …\n`);
      const outcome = await bench(stage, options);
      results[name] = outcome.figures;
      rows.push(...outcome.rows);
    }
  } finally {
    await stage.close();
  }
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    node: process.versions.node,
    queue: stage.queue,
  };
  process.stdout.write(`\n${table([['', 'figure', 'target'], ...rows])}\n\n`);
  process.stdout.write(
    `${machine.cpus} cores shared by database, hub, simulator and load; Node ${machine.node}; queue in ${machine.queue}; ` +
      `${options.rounds} rounds of ${options.measureMs / 1000} s, medians\n`,
  );
  process.stdout.write(`${JSON.stringify({ machine, options, ...results })}\n`);
}

await main();
