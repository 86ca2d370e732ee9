/** Random and mutated requests at the whole public surface of a hub in a process of its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dice } from '#test/fuzz/fuzz-dice.js';
import { type ApiDocument, FuzzRequests } from '#test/fuzz/fuzz-requests.js';
import { type FuzzReport, idsIn, runFuzz } from '#test/fuzz/fuzz-run.js';
import { hubClient } from '#test/support/hub-client.js';
import { freePort, type HubProcess, startHubProcess } from '#test/support/hub-process.js';
import {
  addPlainProvider,
  aPlainConnector,
  type PlainVendor,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { createDatabase, TEST_MASTER_KEY } from '#test/support/test-hub.js';

const REQUESTS = Number(process.env['KUNCI_FUZZ_REQUESTS'] ?? 4_000);
const SEED = Number(process.env['KUNCI_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const TIME_MS = 60_000 + REQUESTS * 40;
const MIB = 2 ** 20;
const MAX_IDS = 400;
/** Caches fill up; a leak of one body a request would be far above. */
const MAX_GROWTH_MIB = 60;

/** Collects garbage and tells the size of the heap on SIGUSR2. */
const HEAP_TELLER = `data:text/javascript,${encodeURIComponent(`
  import v8 from 'node:v8'; import vm from 'node:vm';
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc');
  process.on('SIGUSR2', () => { gc(); console.error('HEAP ' + process.memoryUsage().heapUsed); });
`)}`;

/** Answers GET with a challenge, answers questions on a sub-route, and takes events. */
const WITH_ROUTES = {
  handshake: {
    when: '=$exists(query.challenge)',
    reply: { status: 200, content_type: 'text/plain', body: '=query.challenge' },
  },
};

let hub: HubProcess;
let vendor: PlainVendor;
let report: FuzzReport;
const heaps: number[] = [];
const ids: string[] = [];

beforeAll(async () => {
  vendor = await startPlainVendor();
  hub = await startHubProcess({
    env: {
      DATABASE_URL: await createDatabase(),
      KUNCI_MASTER_KEY: TEST_MASTER_KEY,
      NODE_OPTIONS: `--import ${HEAP_TELLER}`,
    },
  });
  const target = await furnish();
  const dice = new Dice(SEED);
  const requests = new FuzzRequests(dice, target);
  // The first part fills caches, so it is no yardstick.
  const parts = [0.3, 0.35, 0.35].map((share) => Math.round(share * REQUESTS));
  const reports: FuzzReport[] = [];
  for (const part of parts) {
    reports.push(
      await runFuzz({
        url: hub.url,
        requests: part,
        atATime: 12,
        next: () => requests.next(),
        onAnswer: learn,
      }),
    );
    heaps.push(await heapOf(hub));
  }
  report = merged(reports);
  const { findings, ...figures } = report;
  process.stderr.write(
    `fuzz seed ${SEED}: ${JSON.stringify({ ...figures, heapMiB: heaps.map((bytes) => Math.round(bytes / MIB)) })}\n`,
  );
  if (findings.length > 0) {
    process.stderr.write(`${JSON.stringify(findings.slice(0, 40), undefined, 1)}\n`);
  }
}, TIME_MS);

afterAll(async () => {
  await hub.cleanUp();
  await vendor.close();
});

describe('random requests at the public surface', () => {
  it('never meet a fault of the hub, nor an error of another shape', () => {
    expect(
      report.findings.map(({ what, request, answer }) => `${what}\n${request}\n${answer}`),
    ).toEqual([]);
  });

  it('reach what lies behind the checks, too', () => {
    expect(report.statuses['200'] ?? 0).toBeGreaterThan(report.sent / 50);
    expect(report.statuses['422'] ?? 0).toBeGreaterThan(report.sent / 50);
  });

  it('leave the hub running and ready', async () => {
    const ready = await fetch(`${hub.url}/health/live`);
    expect(ready.status).toBe(200);
  });

  it('do not make the heap grow', () => {
    const [, before = 0, after = 0] = heaps;
    expect((after - before) / MIB).toBeLessThan(MAX_GROWTH_MIB);
  });
});

async function furnish() {
  const api = hubClient(hub.url, hub.apiKey);
  const good = await addPlainProvider(api, vendor.url);
  const answering = await addPlainProvider(api, vendor.url, {
    connector: aPlainConnector(WITH_ROUTES),
  });
  const absent = await addPlainProvider(api, `http://127.0.0.1:${await freePort()}`);
  await api.put('/api/v1/features/payment.qris', { chain: [absent.id, good.id] });
  learn(JSON.stringify((await api.post('/api/v1/properties', { name: 'Hotel' })).body));
  ids.push(good.id, good.slug, answering.id, absent.id, 'payment.qris');
  // The key that the run calls with must not be revoked by it.
  const keys = (await api.get('/api/v1/api-keys')).body.items as { id: string }[];
  const kept = new Set([
    ...keys.map(({ id }) => id),
    good.id,
    answering.id,
    absent.id,
    'payment.qris',
  ]);
  const document = (await api.get('/api/docs/openapi.json')).body as ApiDocument;
  const webhooks = [good, answering, absent].map(({ webhook_url: url }) => ({
    path: new URL(url).pathname,
    secret: WEBHOOK_SECRET,
  }));
  return {
    document,
    apiKey: hub.apiKey,
    ids,
    kept,
    webhooks: [...webhooks, { path: '/webhook/payment/nobody', secret: 'x' }],
  };
}

function learn(text: string): void {
  for (const id of idsIn(text)) {
    if (ids.length < MAX_IDS) ids.push(id);
    else ids[Math.floor(Math.random() * MAX_IDS)] = id;
  }
}

function merged(reports: readonly FuzzReport[]): FuzzReport {
  const statuses: Record<string, number> = {};
  for (const one of reports) {
    for (const [status, count] of Object.entries(one.statuses)) {
      statuses[status] = (statuses[status] ?? 0) + count;
    }
  }
  return {
    sent: reports.reduce((sum, one) => sum + one.sent, 0),
    vendorTrouble: reports.reduce((sum, one) => sum + one.vendorTrouble, 0),
    statuses,
    findings: reports.flatMap((one) => one.findings),
  };
}

/** What is left of the heap after garbage was collected. */
async function heapOf(hubProcess: HubProcess): Promise<number> {
  const { pid } = hubProcess;
  const told = () =>
    [...hubProcess.stderr().matchAll(/^HEAP (\d+)$/gm)].map((match) => Number(match[1]));
  const before = told().length;
  process.kill(pid, 'SIGUSR2');
  const deadline = Date.now() + 10_000;
  while (told().length === before && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return told().at(-1) ?? 0;
}
