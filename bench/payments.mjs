/** Payments through the hub against a strict vendor simulator: what the hub adds to one, and how many it makes. */
import { medians, ms, perSecond } from './figures.mjs';
import { captureCreate } from './vendor-request.mjs';

const CONNECTIONS = 16;

export async function benchPayments(stage, { measureMs, warmupMs, rounds }) {
  const simulator = await stage.startSimulator();
  const request = await captureCreate(stage, simulator, simulator.baseUrls);
  const provider = await stage.createProvider({
    name: 'Bench payments',
    preset_id: simulator.presetId,
    credentials: simulator.credentials,
    base_urls: simulator.baseUrls,
  });
  const body = { provider_id: provider.id, amount: 150000, currency: 'IDR' };
  const url = `${stage.hub.url}/api/v1/payments`;
  const single = [];
  const many = [];
  for (let round = 0; round < rounds; round += 1) {
    single.push(
      await stage.runWithInput('latency.mjs', {
        hub: { url, apiKey: stage.hub.apiKey, body },
        direct: { origin: new URL(simulator.url).origin, request },
        first: (round + 1) * 1_000_000,
        count: Math.max(200, Math.round(measureMs / 12)),
        warmup: 300,
      }),
    );
    many.push(
      await stage.load({
        url,
        connections: CONNECTIONS,
        warmupMs,
        measureMs,
        run: `payments${round}`,
        kind: 'payment',
        headers: { authorization: `Bearer ${stage.hub.apiKey}` },
        body,
      }),
    );
    process.stderr.write(
      `  hub p50 ${ms(single.at(-1).hub.p50)}, direct ${ms(single.at(-1).direct.p50)}; ${perSecond(many.at(-1).perSecond)}\n`,
    );
  }
  return report(single, many);
}

function report(single, many) {
  const hub = medians(
    single.map((run) => run.hub),
    ['p50', 'p99'],
  );
  const direct = medians(
    single.map((run) => run.direct),
    ['p50', 'p99'],
  );
  const throughput = medians(many, ['perSecond', 'p50', 'p99']);
  const figures = { hub, direct, added_p50: hub.p50 - direct.p50, throughput };
  const rows = [
    ['payment, direct to the simulator', `p50 ${ms(direct.p50)}  p99 ${ms(direct.p99)}`, ''],
    ['payment, through the hub', `p50 ${ms(hub.p50)}  p99 ${ms(hub.p99)}`, ''],
    ['  added by the hub, p50', ms(figures.added_p50), '< 5.00 ms'],
    [
      `payments at ${CONNECTIONS} connections`,
      `${perSecond(throughput.perSecond)}  p50 ${ms(throughput.p50)}  p99 ${ms(throughput.p99)}`,
      '> 700/s',
    ],
  ];
  return { figures, rows };
}
