import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { addProvider, pay, type TestProvider } from '#test/support/payment-kit.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

describe('the health of providers', () => {
  let hub: TestHub;
  let simulator: Simulator;
  let provider: TestProvider;

  beforeAll(async () => {
    simulator = await startMidtransSimulator();
    hub = await startTestHub();
    provider = await addProvider(hub, simulator, 'midtrans-qris');
  });
  afterAll(async () => {
    await hub.stop();
    await simulator.close();
  });

  const healthWhen = (calls: number, window = '1h') =>
    eventually(async () => {
      const { body } = await hub.api.get(`/api/v1/health/providers?window=${window}`);
      const [found] = body.items.filter((item: { id: string }) => item.id === provider.id);
      return found?.calls >= calls && found;
    });

  it('is told without any call', async () => {
    const health = await healthWhen(0);
    expect(health).toMatchObject({ calls: 0, success_rate: null, breaker: 'closed' });
    expect(health.last_error).toBeNull();
  });

  it('counts calls, their success and their latency, and names the last failure', async () => {
    for (let i = 0; i < 8; i += 1) await pay(hub, { provider_id: provider.id });
    await simulator.fault({ mode: 'status', status: 503, times: 2 });
    for (let i = 0; i < 2; i += 1) await pay(hub, { provider_id: provider.id });
    const health = await healthWhen(10);
    expect(health.calls).toBe(10);
    expect(health.success_rate).toBe(0.8);
    expect(health.errors).toEqual({ unavailable: 2 });
    expect(health.p50_ms).toBeGreaterThan(0);
    expect(health.p99_ms).toBeGreaterThanOrEqual(health.p50_ms);
    expect(health.last_error).toMatchObject({ kind: 'unavailable', action: 'create' });
  });

  it.each(['15m', '24h', '7d', '30d'])('is the same in the window %s', async (window) => {
    expect(await healthWhen(10, window)).toMatchObject({ calls: 10, success_rate: 0.8 });
  });

  it('has points over time for charts', async () => {
    const { body } = await hub.api.get(`/api/v1/health/providers/${provider.id}?window=24h`);
    const calls = body.items.reduce(
      (sum: number, point: { calls: number }) => sum + point.calls,
      0,
    );
    expect(calls).toBe(10);
  });

  it('refuses a window that is none, naming it', async () => {
    const { status, body } = await hub.api.get('/api/v1/health/providers?window=2h');
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe('window');
  });
});
