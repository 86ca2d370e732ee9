import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlertWatch } from '#monitoring/alerts/alert-watch.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { addProvider, mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { startSubscriber, type Subscriber } from '#test/support/subscriber.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

describe('alerts', () => {
  let hub: TestHub;
  let simulator: Simulator;
  let subscriber: Subscriber;
  let primary: TestProvider;

  beforeAll(async () => {
    simulator = await startMidtransSimulator();
    subscriber = await startSubscriber();
    hub = await startTestHub();
    primary = await addProvider(hub, simulator, 'midtrans-qris');
    await mapFeature(hub, 'payment.qris', [primary]);
    await hub.api.post('/api/v1/webhook-endpoints', {
      url: subscriber.url,
      events: ['alert.*', 'provider.*'],
    });
  });
  afterAll(async () => {
    await hub.stop();
    await simulator.close();
    await subscriber.close();
  });

  const look = () => hub.hub.app.get(AlertWatch).look();
  const alertsOf = async (rule: string, status?: string) => {
    const query = status === undefined ? '' : `?status=${status}`;
    const { body } = await hub.api.get(`/api/v1/alerts${query}`);
    return body.items.filter((alert: { rule: string }) => alert.rule === rule);
  };
  const told = (event: string) =>
    subscriber.received.filter(({ body }) => body.event === event).map(({ body }) => body.data);

  it('say at once that a provider is down, once, and what that means for its features', async () => {
    await simulator.fault({ mode: 'status', status: 503, times: 3 });
    for (let i = 0; i < 3; i += 1) await pay(hub, { provider_id: primary.id });
    const [alert] = await eventually(async () => {
      const found = await alertsOf('provider_down', 'open');
      return found.length > 0 && found;
    });
    expect(alert).toMatchObject({ severity: 'critical', provider_id: primary.id });
    expect(alert.message.en).toContain('QRIS');
    expect(alert.message.en).not.toContain('payment.qris');
    expect(alert.message.id).not.toBe(alert.message.en);
    await look();
    await look();
    expect(await alertsOf('provider_down')).toHaveLength(1);
    await eventually(async () => told('provider.down').length === 1);
    await eventually(async () => told('alert.raised').length > 0);
    expect(told('alert.raised')[0]).toMatchObject({ rule: 'provider_down' });
  });

  it('are acknowledged by people, and resolve only after their cause has been gone for a while', async () => {
    const [alert] = await alertsOf('provider_down', 'open');
    const seen = await hub.api.post(`/api/v1/alerts/${alert.id}/acknowledge`);
    expect(seen.body).toMatchObject({ status: 'acknowledged' });
    await hub.api.post(`/api/v1/providers/${primary.id}/breaker`, { state: 'closed' });
    await look();
    expect(await alertsOf('provider_down', 'acknowledged')).toHaveLength(1);
    await hub.sql("UPDATE alerts SET last_seen_at = now() - interval '6 minutes' WHERE id = $1", [
      alert.id,
    ]);
    await look();
    expect(await alertsOf('provider_down', 'resolved')).toHaveLength(1);
    await eventually(async () => told('alert.resolved').length === 1);
    await eventually(async () => told('provider.recovered').length === 1);
  });

  it('tell of a failure rate above the threshold, and not of one below it', async () => {
    await hub.sql(
      `INSERT INTO call_figures (step, at, provider_id, operation, outcome, bucket, calls)
       VALUES ('minute', date_trunc('minute', now()), $1, 'create', 'ok', 10, 970),
              ('minute', date_trunc('minute', now()), $1, 'create', 'ambiguous', 10, 30)`,
      [primary.id],
    );
    await look();
    expect(await alertsOf('failure_rate')).toEqual([]);
    await hub.api.patch('/api/v1/settings', { alerts: { failure_rate_percent: 1 } });
    await look();
    const [alert] = await alertsOf('failure_rate');
    expect(alert.data.failed_percent).toBeGreaterThan(1);
    await hub.api.patch('/api/v1/settings', { alerts: { failure_rate_percent: null } });
  });

  it('tell of refused credentials, until a call goes well', async () => {
    await simulator.fault({ mode: 'status', status: 401, times: 1 });
    await pay(hub, { provider_id: primary.id });
    await eventually(async () => {
      await look();
      return (await alertsOf('credentials_refused', 'open')).length === 1;
    });
    const [alert] = await alertsOf('credentials_refused');
    expect(alert.severity).toBe('critical');
  });

  it('tell of webhooks whose signature is refused again and again', async () => {
    for (let i = 0; i < 5; i += 1) {
      const answer = await fetch(primary.webhook_url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ order_id: 'x', signature_key: 'forged' }),
      });
      expect(answer.status).toBe(401);
    }
    await eventually(async () => {
      await look();
      return (await alertsOf('webhooks_rejected', 'open')).length === 1;
    });
  });

  it('tell of an endpoint that was switched off by itself', async () => {
    const gone = await startSubscriber();
    gone.answer(410);
    await hub.api.post('/api/v1/webhook-endpoints', { url: gone.url, events: ['folio.closed'] });
    await hub.api.post('/api/v1/events', { event: 'folio.closed', data: { folio_id: 'F-1' } });
    await eventually(async () => {
      await look();
      return (await alertsOf('endpoint_disabled', 'open')).length === 1;
    });
    await gone.close();
  });

  it('can be tried out: one arrives as a real one does, says whom it reached, and ends by itself', async () => {
    const { status, body } = await hub.api.post('/api/v1/alerts/test');
    expect(status).toBe(201);
    expect(body.alert).toMatchObject({ rule: 'trial', severity: 'warning', status: 'open' });
    expect(body.subscribers.map(({ url }: { url: string }) => url)).toEqual([subscriber.url]);
    const arrived = () =>
      told('alert.raised').filter(({ alert_id: id }) => id === body.alert.id).length === 1;
    await eventually(async () => arrived());
    await hub.sql("UPDATE alerts SET last_seen_at = now() - interval '6 minutes' WHERE id = $1", [
      body.alert.id,
    ]);
    await look();
    expect((await hub.api.get(`/api/v1/alerts/${body.alert.id}`)).body.status).toBe('resolved');
    expect((await hub.api.post('/api/v1/alerts/test')).body.alert.id).not.toBe(body.alert.id);
  });
});

describe('alerts about payments', () => {
  let hub: TestHub;
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startMidtransSimulator();
    hub = await startTestHub();
    await mapFeature(hub, 'payment.qris', [await addProvider(hub, simulator, 'midtrans-qris')]);
  });
  afterAll(async () => {
    await hub.stop();
    await simulator.close();
  });

  const alertsOf = async (rule: string) => {
    await hub.hub.app.get(AlertWatch).look();
    const { body } = await hub.api.get('/api/v1/alerts');
    return body.items.filter((alert: { rule: string }) => alert.rule === rule);
  };

  it('tell of charges that are open while their vendor is silent', async () => {
    simulator.webhooks.behave({ drop: true });
    await pay(hub, { feature: 'payment.qris' });
    expect(await alertsOf('webhook_silence')).toEqual([]);
    await hub.sql("UPDATE payments SET created_at = now() - interval '3 hours'");
    const [alert] = await alertsOf('webhook_silence');
    expect(alert).toMatchObject({ severity: 'critical', status: 'open' });
    expect(alert.message.id).toContain('webhook');
  });

  it('tell of money that came after the end, with its sum, until it is decided upon', async () => {
    const { body } = await pay(hub, { feature: 'payment.qris', amount: 125_000 });
    await hub.sql(
      "UPDATE payments SET status = 'paid_late', paid_at = now(), next_check_at = NULL WHERE id = $1",
      [body.id],
    );
    const [alert] = await alertsOf('late_payments');
    expect(alert.message.id).toContain('Rp 125.000');
    const decided = await hub.api.post(`/api/v1/payments/${body.id}/decision`, {
      decision: 'credit',
    });
    expect(decided.status).toBeLessThan(300);
    await hub.sql("UPDATE alerts SET last_seen_at = now() - interval '1 hour'");
    const [over] = await alertsOf('late_payments');
    expect(over.status).toBe('resolved');
  });
});
