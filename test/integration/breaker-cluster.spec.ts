import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const OPEN_MS = 1_500;

describe('the breaker of one provider in two processes on one database', () => {
  let first: TestHub;
  let second: TestHub;
  let simulator: Simulator;
  let provider: TestProvider;

  const create = (hub: TestHub) => pay(hub, { provider_id: provider.id });
  const calls = () => simulator.journal.list().filter(({ path }) => path === '/v2/charge').length;

  beforeAll(async () => {
    simulator = await startMidtransSimulator();
    first = await startTestHub();
    second = await startTestHub({ databaseUrl: first.databaseUrl });
    provider = await addProvider(first, simulator, 'midtrans-qris', {
      extra_config: { breaker: { failures: 3, open_ms: OPEN_MS } },
    });
    await eventually(
      async () => (await second.api.get(`/api/v1/providers/${provider.id}`)).status === 200,
    );
    await simulator.fault({ path_prefix: '/v2/charge', mode: 'status', status: 503 });
  });

  afterAll(async () => {
    await second.stop();
    await first.stop();
    await simulator.close();
  });

  it('counts the failures of both, and keeps both from calling once it is open', async () => {
    await create(first);
    await create(second);
    await create(first);
    expect(calls()).toBe(3);

    await eventually(async () => (await create(second)).status === 503 && calls() === 3);
    expect((await create(first)).status).toBe(503);
    expect(calls()).toBe(3);
  });

  it('lets exactly one of many calls through when its time is over, and opens again when that fails', async () => {
    await delay(OPEN_MS + 100);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => create(i % 2 === 0 ? first : second)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 503));
    expect(calls()).toBe(4);
  });

  it('closes for both when the one call goes well', async () => {
    simulator.faults.clear();
    await delay(OPEN_MS + 100);
    await eventually(async () => (await create(first)).status === 201);
    await eventually(async () => (await create(second)).status === 201);
  });
});
