/**
 * Throughput of a chain of two providers: both healthy, against a primary that refuses connections and whose breaker
 * is open, so that the fallback answers. The open breaker must cost next to nothing.
 */
import { medians, percent, perSecond } from './figures.mjs';
import { freePort } from '#test/support/hub-process.js';

const CONNECTIONS = 16;
const HEALTHY = 'payment.bench_healthy';
const BROKEN = 'payment.bench_broken';

export async function benchBreaker(stage, { measureMs, warmupMs, rounds }) {
  const simulator = await stage.startSimulator();
  await simulator.webhooks({ drop: true });
  const refusing = `http://127.0.0.1:${await freePort()}`;
  const create = (name, baseUrls) =>
    stage.createProvider({
      name,
      preset_id: simulator.presetId,
      credentials: simulator.credentials,
      base_urls: baseUrls,
    });
  const nowhere = Object.fromEntries(
    Object.keys(simulator.baseUrls).map((name) => [name, refusing]),
  );
  const healthy = await create('Bench primary', simulator.baseUrls);
  const fallback = await create('Bench fallback', simulator.baseUrls);
  const broken = await create('Bench broken', nowhere);
  await stage.api('PUT', `/api/v1/features/${HEALTHY}`, { chain: [healthy.id, fallback.id] });
  await stage.api('PUT', `/api/v1/features/${BROKEN}`, { chain: [broken.id, fallback.id] });

  const runs = { [HEALTHY]: [], [BROKEN]: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const feature of [HEALTHY, BROKEN]) {
      const result = await stage.load({
        url: `${stage.hub.url}/api/v1/payments`,
        connections: CONNECTIONS,
        warmupMs,
        measureMs,
        run: `${feature}-${round}`,
        kind: 'payment',
        headers: { authorization: `Bearer ${stage.hub.apiKey}` },
        body: { feature, amount: 150000, currency: 'IDR' },
      });
      runs[feature].push(result);
      process.stderr.write(`  ${feature}: ${perSecond(result.perSecond)}\n`);
    }
  }
  await checkProviders(stage, { healthy, fallback });
  return report(runs);
}

/** The figures mean nothing unless the payments went where they should. */
async function checkProviders(stage, { healthy, fallback }) {
  const { rows } = await stage.sql.query(
    `SELECT feature_key, provider_id FROM payments WHERE feature_key IN ($1, $2) GROUP BY feature_key, provider_id`,
    [HEALTHY, BROKEN],
  );
  const expected = { [HEALTHY]: healthy.id, [BROKEN]: fallback.id };
  const stray = rows.filter((row) => row.provider_id !== expected[row.feature_key]);
  if (stray.length > 0)
    throw new Error(`payments went to another provider than expected: ${JSON.stringify(stray)}`);
}

function report(runs) {
  const healthy = medians(runs[HEALTHY], ['perSecond', 'p50', 'p99']);
  const open = medians(runs[BROKEN], ['perSecond', 'p50', 'p99']);
  const ratio = open.perSecond / healthy.perSecond;
  const rows = [
    ['chain of two, both healthy', perSecond(healthy.perSecond), ''],
    ['chain of two, breaker of the primary open', perSecond(open.perSecond), ''],
    ['  share of the healthy figure', percent(ratio), '≥ 90.0 %'],
  ];
  return { figures: { healthy, open, ratio }, rows };
}
