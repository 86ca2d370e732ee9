/**
 * Payments through the hub against a strict vendor simulator: what the hub adds to one, and how many it makes. The
 * simulator is told to keep its webhooks to itself, so that the figures are about the request; a last line shows the
 * throughput with them, when the same process also takes, checks and works off one webhook for each payment.
 */
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
  const notified = [];
  const load = (run) =>
    stage.load({
      url,
      connections: CONNECTIONS,
      warmupMs,
      measureMs,
      run,
      kind: 'payment',
      headers: { authorization: `Bearer ${stage.hub.apiKey}` },
      body,
    });
  for (let round = 0; round < rounds; round += 1) {
    await simulator.webhooks({ drop: true });
    single.push(
      await stage.runWithInput('latency.mjs', {
        hub: { url, apiKey: stage.hub.apiKey, body },
        direct: { origin: new URL(simulator.url).origin, request },
        first: (round + 1) * 1_000_000,
        count: Math.max(200, Math.round(measureMs / 12)),
        warmup: 300,
      }),
    );
    many.push(await load(`payments${round}`));
    await simulator.webhooks({ drop: false });
    notified.push(await load(`notified${round}`));
    await stage.drain();
    process.stderr.write(
      `  hub p50 ${ms(single.at(-1).hub.p50)}, direct ${ms(single.at(-1).direct.p50)}; ` +
        `${perSecond(many.at(-1).perSecond)}, with webhooks ${perSecond(notified.at(-1).perSecond)}\n`,
    );
  }
  return report(single, many, notified);
}

function report(single, many, notified) {
  const hub = medians(
    single.map((run) => run.hub),
    ['p50', 'p99'],
  );
  const direct = medians(
    single.map((run) => run.direct),
    ['p50', 'p99'],
  );
  const throughput = medians(many, ['perSecond', 'p50', 'p99']);
  const withWebhooks = medians(notified, ['perSecond', 'p50', 'p99']);
  const figures = {
    hub,
    direct,
    added_p50: hub.p50 - direct.p50,
    throughput,
    with_webhooks: withWebhooks,
  };
  const rows = [
    ['payment, direct to the simulator', `p50 ${ms(direct.p50)}  p99 ${ms(direct.p99)}`, ''],
    ['payment, through the hub', `p50 ${ms(hub.p50)}  p99 ${ms(hub.p99)}`, ''],
    ['  added by the hub, p50', ms(figures.added_p50), '< 5.00 ms'],
    [
      `payments at ${CONNECTIONS} connections`,
      `${perSecond(throughput.perSecond)}  p50 ${ms(throughput.p50)}  p99 ${ms(throughput.p99)}`,
      '> 700/s',
    ],
    [
      '  and a webhook about each in the same process',
      `${perSecond(withWebhooks.perSecond)}  p50 ${ms(withWebhooks.p50)}  p99 ${ms(withWebhooks.p99)}`,
      '',
    ],
  ];
  return { figures, rows };
}
