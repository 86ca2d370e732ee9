/**
 * Starts one vendor simulator in the foreground: `main.ts <vendor> [--port 4010] [--webhook-url …]`.
 * Its base URLs, test credentials and control API are printed, one JSON line.
 */
import { parseArgs } from 'node:util';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startDokuSimulator } from '#test/simulators/doku/doku-simulator.js';
import { startFaspaySimulator } from '#test/simulators/faspay/faspay-simulator.js';
import { startIpaymuSimulator } from '#test/simulators/ipaymu/ipaymu-simulator.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startSnapSimulator } from '#test/simulators/snap-bank/snap-simulator.js';
import { startStripeSimulator } from '#test/simulators/stripe/stripe-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';

interface StartOptions {
  readonly port: number;
  readonly webhookUrl?: string;
}

const VENDORS: Readonly<Record<string, (options: StartOptions) => Promise<Simulator>>> = {
  doku: startDokuSimulator,
  faspay: startFaspaySimulator,
  ipaymu: startIpaymuSimulator,
  midtrans: startMidtransSimulator,
  'snap-bank': startSnapSimulator,
  stripe: startStripeSimulator,
  xendit: startXenditSimulator,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '0' }, 'webhook-url': { type: 'string' } },
});
const name = positionals[0] ?? '';
const start = VENDORS[name];
if (!start) {
  console.error(`Unknown simulator "${name}". There are: ${Object.keys(VENDORS).join(', ')}`);
  process.exit(64);
}
const webhookUrl = values['webhook-url'];
const simulator = await start({
  port: Number(values.port),
  ...(webhookUrl !== undefined && { webhookUrl }),
});
const { url, baseUrls, credentials } = simulator;
console.log(
  JSON.stringify({
    simulator: name,
    url,
    base_urls: baseUrls,
    credentials,
    control: `${url}/_sim`,
  }),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close());
}
