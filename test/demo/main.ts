/**
 * `npm run demo`: a hub with vendor simulators behind it, a demo owner, providers and a little traffic, all made
 * through the hub's own API. Runs under Node's own type stripping, so only erasable syntax here.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { startXenditSimulator } from '#test/simulators/xendit/xendit-simulator.js';
import { hubClient } from '#test/support/hub-client.js';
import { furnish } from '#test/demo/furnish.js';
import { startDemoHub } from '#test/demo/demo-hub.js';
import { makeTraffic } from '#test/demo/traffic.js';

const OWNER = { email: 'owner@hotel.example', password: 'demo-password-1234' };

async function main(): Promise<void> {
  const dataDir = process.env['KUNCI_DATA_DIR'] ?? './data/demo';
  const apiKey = process.env['KUNCI_BOOTSTRAP_API_KEY'] ?? (await keptKey(dataDir));
  const simulators = [await startMidtransSimulator(), await startXenditSimulator()] as const;
  const closeSimulators = async (): Promise<void> => {
    for (const simulator of simulators) await simulator.close();
  };
  const hub = await startDemoHub({
    KUNCI_DATA_DIR: dataDir,
    KUNCI_BOOTSTRAP_EMAIL: OWNER.email,
    KUNCI_BOOTSTRAP_PASSWORD: OWNER.password,
    KUNCI_BOOTSTRAP_API_KEY: apiKey,
    KUNCI_EGRESS_ALLOW: [process.env['KUNCI_EGRESS_ALLOW'], '127.0.0.1'].filter(Boolean).join(','),
  });
  // Whatever ends the hub ends the demo, with the same code.
  void hub.exited.then(async (code) => {
    await closeSimulators();
    process.exit(code);
  });
  try {
    const api = hubClient(hub.url, apiKey);
    const providers = await furnish(api, simulators);
    const payments = await makeTraffic(api, simulators, providers);
    for (const line of guide({ url: hub.url, apiKey, payments, providers: providers.length })) {
      console.log(line);
    }
    console.log(hub.readyLine);
  } catch (error) {
    console.error('The demo could not be set up:', error);
    hub.stop();
  }
}

/** The demo's API key stays the same over restarts, so that copied commands go on working. */
async function keptKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'demo-api-key');
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known !== '') return known.trim();
  const key = `demo_${randomBytes(24).toString('base64url')}`;
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, key, { mode: 0o600 });
  return key;
}

interface Guide {
  readonly url: string;
  readonly apiKey: string;
  readonly providers: number;
  readonly payments: readonly { readonly label: string; readonly link: string }[];
}

function guide({ url, apiKey, providers, payments }: Guide): string[] {
  return [
    '',
    `  ${providers} providers of two simulated vendors are connected, tested and mapped.`,
    '',
    `  Hub             ${url}`,
    `  API page        ${url}/api/docs`,
    `  Demo owner      ${OWNER.email} / ${OWNER.password}`,
    `  API key         ${apiKey}`,
    '',
    '  Open payments, to look at or to pay as the guest:',
    ...payments.map(({ label, link }) => `    ${label.padEnd(14)}${link}`),
    '',
    '  Try:',
    `    curl -s -H "Authorization: Bearer ${apiKey}" ${url}/api/v1/payments?limit=3`,
    `    curl -s -H "Authorization: Bearer ${apiKey}" ${url}/api/v1/webhook-logs?limit=3`,
    '',
  ];
}

await main();
